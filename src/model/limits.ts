// Every limit on hostile input, in one table. Going over one makes the run incomplete and is said, never silent.
export const LIMITS = {
  /** Bytes of one lockfile or manifest; `--max-file-size` raises it. The largest lockfile met in public repositories has 30 MB. */
  fileBytes: 128 * 1024 * 1024,
  /** Bytes of one package.json of an installed package. */
  packageJsonBytes: 8 * 1024 * 1024,
  /** Bytes of one client configuration. Claude Code keeps histories in its own, some MB large. */
  configBytes: 20 * 1024 * 1024,
  /** Nested objects, arrays or YAML levels. Real lockfiles stay below 20; npm v1 nests one level per hoisting conflict. */
  nesting: 512,
  /** Matches, and entries with several names, of one place that become findings. Worms listed at most some hundred versions. */
  findingsOfPlace: 5_000,
  /** Folder levels below a target. */
  folderDepth: 512,
  /** Files and folders visited in one run. */
  entries: 20_000_000,
  /** Links followed to reach one file. */
  links: 40,
  /** Servers, arguments, variables and headers read out of one client's configuration; aliases can repeat them without end. */
  configPieces: 50_000,
  /** Folders listed to resolve one pattern of a client's places. */
  placeFolders: 20_000,
  /** Characters of one command line. Linux takes 128 KiB in one argument, Windows 32,767 in a whole line. */
  launchCharacters: 128 * 1024,
  /** Words of one command line, and simple commands in one shell text. */
  launchWords: 10_000,
  /** Packages of one npx, dlx or bunx call. */
  launchPackages: 256,
  /** Command lines inside command lines: `sudo env bash -c "npx supergateway --stdio '…'"` has five. */
  launchNesting: 16,
  /** Characters and words read in one command line, counted again for each text inside a text. */
  launchWork: 2 * 1024 * 1024,
  /** Characters of a command line that are shown. */
  launchDisplay: 4_000,
  /** Bytes of one archive as it lies on the disk. */
  archiveBytes: 256 * 1024 * 1024,
  /** Bytes unpacked out of one archive entry. */
  archiveEntryBytes: 8 * 1024 * 1024,
  /** Entries listed in one archive. */
  archiveEntries: 1_000_000,
} as const;
