// Every limit on hostile input, in one table. Going over one makes the run incomplete and is said, never silent.
export const LIMITS = {
  /** Bytes of one lockfile or manifest; `--max-file-size` raises it. The largest lockfile met in public repositories has 30 MB. */
  fileBytes: 128 * 1024 * 1024,
  /** Bytes of one package.json of an installed package. */
  packageJsonBytes: 8 * 1024 * 1024,
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
  /** Bytes of one archive as it lies on the disk. */
  archiveBytes: 256 * 1024 * 1024,
  /** Bytes unpacked out of one archive entry. */
  archiveEntryBytes: 8 * 1024 * 1024,
  /** Entries listed in one archive. */
  archiveEntries: 1_000_000,
  /** Bytes of packed-refs and the other lists of a git repository. 100,000 refs take 7 MB. */
  gitListBytes: 256 * 1024 * 1024,
  /** Refs of one repository. */
  gitRefs: 1_000_000,
  /** Commits walked in one repository. The largest public ones have one to two million. */
  gitCommits: 5_000_000,
  /** Different versions of files read from one repository. */
  gitVersions: 1_000_000,
  /** Milliseconds that git may take for the next byte. */
  gitIdle: 120_000,
} as const;
