// Files of the same package that a source text imports, found as text: relative specifiers of import, export and require. Enough to
// bring the neighbours along; what it misses is not followed across files.

// Bounded parts only, so that the cost is linear in the text.
const SPECIFIER = /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s{0,4}\(?\s{0,4}["'](\.{1,2}\/[^"'\n]{0,300}|\.{1,2})["']/g;
const EXTENSIONS = ['', '.js', '.cjs', '.mjs', '.ts', '.tsx', '.jsx', '.cts', '.mts', '/index.js', '/index.cjs', '/index.mjs', '/index.ts'];

/** Paths below the package's folder that `path` asks for, as written: no extension is added yet. */
export function importsOf(path: string, text: string): readonly string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(SPECIFIER)) {
    const target = resolved(path, match[1] ?? '');
    if (target !== undefined) found.add(target);
  }
  return [...found];
}

/** What a path without an extension can stand for, in Node's order. A TypeScript source is imported by the name of what it becomes. */
export function candidates(path: string): readonly string[] {
  const typed = path.replace(/\.([cm]?)js$/, '.$1ts');
  return [...EXTENSIONS.map((extension) => `${path}${extension}`), ...(typed === path ? [] : [typed])];
}

// Undefined where it leads out of the package.
function resolved(from: string, specifier: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
