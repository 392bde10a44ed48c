// What a file of a package is for, by its name: a host in a README is text, in a script it is a destination. Names are the audited
// side's; what a name makes harmless can still be run, so nothing here takes a finding away.

/** `data`: lists and settings. `text`: what people read. `binary`: also archives and pictures. */
export type FileKind = 'code' | 'binary' | 'source-map' | 'data' | 'text';

const EXTENSIONS: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ...named('text', 'md mdx markdown rst adoc txt log license licence'),
  ...named('data', 'json json5 jsonc ndjson jsonl yaml yml toml ini cfg conf csv tsv xml lock snap svg po properties sql'),
  ...named('binary', 'node wasm so dll dylib exe bin dat jar class pyc gz tgz tar zip br zst 7z png jpg jpeg gif webp ico woff woff2 ttf otf eot pdf mp3 mp4'),
  ...named('source-map', 'map'),
]);
const PROGRAM = /\.(?:[cm]?[jt]sx?|sh|bash|zsh|ps1|py|rb|pl|php|bat|cmd|vbs|html?|vue|svelte)$/;
const DOCUMENTS = /^(?:readme|changelog|changes|history|security|licen[cs]e|notice|authors|contributors|contributing|code_of_conduct)(?:$|[.-])/i;
/** Files that say what is run although their form is that of data. */
const RUNS = new Set(['package.json', 'binding.gyp', 'action.yml', 'action.yaml']);
const BESIDE = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|fixtures?|__fixtures__|__mocks__|testdata|test-data|samples?|examples?|docs?)\//i;

function named(kind: FileKind, extensions: string): readonly (readonly [string, FileKind])[] {
  return extensions.split(' ').map((extension) => [extension, kind]);
}

/** Kind of a file by its path below the package. What no name tells is code. */
export function fileKind(path: string): FileKind {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (RUNS.has(name) || path.startsWith('.github/')) return 'code';
  if (name.endsWith('.d.ts') || name.endsWith('.d.mts') || name.endsWith('.d.cts')) return 'text';
  const dot = name.lastIndexOf('.');
  const known = dot > 0 ? EXTENSIONS.get(name.slice(dot + 1)) : undefined;
  if (known !== 'binary' && DOCUMENTS.test(name) && !PROGRAM.test(name)) return 'text';
  return known ?? 'code';
}

/** True in folders of tests, examples and documentation, of which a program usually runs nothing. */
export function isBeside(path: string): boolean {
  return BESIDE.test(path);
}
