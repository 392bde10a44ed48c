// A version that no reader understands. Nothing could be installed from a broken lockfile while it was broken, and one that was
// committed years ago stays in the history for ever: if each made the run incomplete, no verdict could ever be reached again. So such
// a version is searched as text. Only where a listed name and a listed version of it both stand in it, there is no verdict.
import type { BundleStack } from '../../indicators/stack.ts';
import type { Problem, ProblemCode } from '../../model/coverage.ts';

// What says that an entry, or the whole, was not understood. Dangling references and their like do not: an object of git cannot be
// cut off, so the text is what was committed, and what it lacks it never had.
const NOT_READ: ReadonlySet<ProblemCode> = new Set(['malformed', 'unknown-version', 'no-packages', 'unknown-entry', 'bad-encoding', 'too-deep', 'binary-lockfile', 'reader-failed', 'undecided-launch']);

/** Problems that mean that a version was not read, or not all of it. */
export function notRead(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => NOT_READ.has(problem.code));
}

const TOKEN = /[@\w.~+/-]{1,300}/g;

/** The first listed name that a text holds together with a listed version of it; undefined where there is none. */
export function listedNameIn(text: string, bundles: BundleStack): string | undefined {
  const tokens = new Set<string>();
  // UTF-16 without a mark is ASCII with NUL between, and JSON and YAML can write any character as \u0041.
  const plain = text.replaceAll('\0', '').replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  for (const [token] of plain.matchAll(TOKEN)) {
    tokens.add(token);
    // `name@1.2.3`, `node_modules/name`, `https://registry/name/-/name-1.2.3.tgz`
    const at = token.lastIndexOf('@');
    if (at > 0) tokens.add(token.slice(0, at)).add(token.slice(at + 1));
    const parts = token.split('/');
    for (const [index, part] of parts.entries()) {
      tokens.add(part);
      if (part.startsWith('@') && index + 1 < parts.length) tokens.add(`${part}/${parts[index + 1] as string}`);
    }
  }
  for (const token of tokens) {
    for (const advisory of bundles.advisories(token)) {
      if (advisory.class === 'vulnerability' || advisory.confidence === 'low') continue;
      if (advisory.versions === '*' || advisory.ranges.length > 0 || advisory.versions.some((version) => tokens.has(version))) return token;
    }
  }
  return undefined;
}
