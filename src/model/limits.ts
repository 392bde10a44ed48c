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
  /** Bytes of files out of one container image archive that are held for reading. */
  imageKeptBytes: 512 * 1024 * 1024,
  /** Files, folders and links of all images of one archive. A large image has some 300,000. */
  imageEntries: 1_000_000,
  /** Bytes of one layer unpacked. */
  imageLayerBytes: 32 * 1024 * 1024 * 1024,
  /** How many times larger a layer or a packed archive may be unpacked than packed, beyond the free bytes. Layers of text reach 20. */
  imageLayerRatio: 150,
  /** Bytes that a layer or a packed archive may unpack to whatever it measures packed. */
  imageFreeBytes: 1024 * 1024 * 1024,
  /** Bytes that all layers of one archive unpack to, each image counted by itself. */
  imageBytes: 128 * 1024 * 1024 * 1024,
  /** Layers of one image. Engines end at 127. */
  imageLayers: 512,
  /** Images (tags, platforms) of one archive. */
  imageManifests: 64,
  /** Bytes of one manifest, index or configuration; registries take 4 MiB. */
  imageManifestBytes: 4 * 1024 * 1024,
  /** Commands out of one build file: workflows have some tens. */
  buildCommands: 10_000,
  /** Bytes of one path in a layer, as PATH_MAX of Linux. */
  imagePathBytes: 4096,
  /** Characters of one source file that is parsed whole; larger ones only around what opened the gate. */
  sourceCharacters: 512 * 1024,
  /** Characters parsed around each such place. */
  sourceWindow: 32 * 1024,
  /** Characters of a source file that is parsed whole where some places of it matter, most of it to be thrown away at once. */
  focusedCharacters: 1536 * 1024,
  /** Characters read of a larger one, around those places, and around each. */
  focusedWindows: 128 * 1024,
  focusedWindow: 8 * 1024,
  /** Characters of source that are parsed for one package, and files. */
  packageSourceCharacters: 8 * 1024 * 1024,
  packageSourceFiles: 2_000,
  /** Steps of following values in one package, and of following one call of constants. A decoder of a large string table takes some 100,000. */
  valueSteps: 20_000_000,
  callSteps: 2_000_000,
  /** Milliseconds that a parser may take for one package, and for one file where a package was cut up to find the one that kills it. */
  parseTime: 30_000,
  parseFileTime: 10_000,
  /** MiB of memory of one parsing process. */
  parseMemory: 160,
  /** Source files of one package whose parser may die before the rest of the package is left unread. */
  parserDeaths: 5,
  /** Bytes of one answer of a parsing process. */
  parserAnswer: 64 * 1024 * 1024,
  /** Host and mail names that one shift table searches for; more are looked up at each dot. */
  shiftTableNames: 2_000,
  /** Problems of one sweep's folders that are listed; the rest are counted. */
  sweepProblems: 1_000,
  /** Bytes of what is kept between runs about swept files, and about parsed packages. */
  sweepCache: 32 * 1024 * 1024,
  parseCache: 32 * 1024 * 1024,
  /** Indicators that are also looked for in encoded forms, some fourteen each. The bundle of this project has about 400. */
  encodedStrings: 1_000,
  /** Packed and unpacked bytes of one package tarball, its entries, and how many times larger it may unpack beyond the free bytes. */
  tarballBytes: 512 * 1024 * 1024,
  tarballUnpackedBytes: 2 * 1024 * 1024 * 1024,
  tarballEntries: 250_000,
  tarballRatio: 200,
  tarballFreeBytes: 64 * 1024 * 1024,
  /** Bytes of one path in it, and folders on the way. Real ones stay below 300 and 20. */
  tarballPathBytes: 4096,
  tarballDepth: 128,
  /** Bytes of one registry document. The largest one of the public registry has some 100 MB. */
  registryDocumentBytes: 256 * 1024 * 1024,
  /** Milliseconds that a registry may take for an answer to begin, and between its bytes; and how often a failed request is sent again. */
  registryIdle: 30_000,
  registryRetries: 2,
  /** Milliseconds for one request in all, requests at a time, and how many that fail in a row make that host not be asked again. */
  registryTotal: 15 * 60 * 1000,
  registryAtOnce: 12,
  registryFailures: 8,
  /** Milliseconds for which an answer about one exact version is not asked for again: npm's public registry lets its answers be kept as long. */
  registryLately: 5 * 60 * 1000,
  /** Bytes of a registry's keys, and of one version's attestations. Real ones have below 50 KB. */
  registryProofBytes: 16 * 1024 * 1024,
  /** Bytes of what was fetched that are kept between runs. */
  registryCache: 2 * 1024 * 1024 * 1024,
  /** Signatures of one version that are checked, and characters of a key or of a signature. One version has one or two, some 100 long. */
  registrySignatures: 32,
  signatureCharacters: 1024,
  /** Characters of one attestations document, attestations in it, and log entries, timestamps and certificates of each. Real ones have 40,000, two and one. */
  attestationCharacters: 2 * 1024 * 1024,
  attestations: 16,
  attestationProofs: 16,
  /** Characters of one certificate or timestamp in base64. Those of sigstore have 2,000. */
  certificateCharacters: 32 * 1024,
  /** Characters of one source file that are split into statements for comparing. */
  statementCharacters: 32 * 1024 * 1024,
  /** Steps of the line differ for one file; beyond, the rest of the file counts as replaced. */
  lineDiffSteps: 20_000_000,
  /** Bytes of patches kept for one comparison. */
  patchBytes: 256 * 1024 * 1024,
  /** Files of one side of a comparison. */
  comparedFiles: 250_000,
  /** Versions that scan --online fetches and compares. */
  onlineVersions: 20,
  /** Packages of two lockfiles that are fetched and compared. */
  lockedPairs: 2_000,
  /** Bytes of packed-refs and the other lists of a git repository. 100,000 refs take 7 MB. */
  gitListBytes: 256 * 1024 * 1024,
  /** Refs of one repository. */
  gitRefs: 1_000_000,
  /** Commits walked in one repository. The largest public ones have one to two million. */
  gitCommits: 5_000_000,
  /** Different versions of files read from one repository. */
  gitVersions: 1_000_000,
  /** Bytes of the files of one commit that are held for reading, and of one such file. */
  gitTreeBytes: 1024 * 1024 * 1024,
  gitFileBytes: 256 * 1024 * 1024,
  /** Bytes of the list of one folder of a commit. A folder with 100,000 files takes 5 MB. */
  gitFolderBytes: 64 * 1024 * 1024,
  /** Bytes that are fetched from one repository elsewhere, and milliseconds that it may take as a whole. */
  gitFetchBytes: 2 * 1024 * 1024 * 1024,
  gitFetchTime: 600_000,
  /** Milliseconds that git may take for the next byte. */
  gitIdle: 120_000,
} as const;
