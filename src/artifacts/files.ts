// Stand-in.
import type { ArtifactListing, CompareFilesOptions, FileComparison } from './contract.ts';
export function compareFiles(before: ArtifactListing, after: ArtifactListing, _options: CompareFilesOptions): FileComparison {
  const was = new Map(before.files.map((file) => [file.path, file]));
  const now = new Map(after.files.map((file) => [file.path, file]));
  const files: FileComparison['files'][number][] = [];
  let same = 0;
  for (const path of [...new Set([...was.keys(), ...now.keys()])].toSorted()) {
    const [a, b] = [was.get(path), now.get(path)];
    if (a && b && Buffer.compare(a.read(), b.read()) === 0) { same += 1; continue; }
    files.push({ path, kind: a && b ? 'changed' : a ? 'removed' : 'added', content: 'text', ...(a ? { before: a.size } : {}), ...(b ? { after: b.size } : {}) });
  }
  const count = (kind: string) => files.filter((file) => file.kind === kind).length;
  return { files, totals: { added: count('added'), removed: count('removed'), changed: count('changed'), renamed: 0, mode: 0, formatting: 0, same, linesAdded: 0, linesRemoved: 0 }, notes: [], problems: [], renamed: new Map(), changedLines: () => undefined, changedSpans: () => undefined };
}
