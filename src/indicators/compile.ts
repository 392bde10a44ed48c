// Source files of a bundle (campaigns in YAML, lists in TSV) to one compiled index. The same files give the same bytes.
import type { Problem } from '../model/coverage.ts';
import { byCodePoint } from './content.ts';
import type { BundleContent } from './content.ts';
import { digestSources } from './digest.ts';
import type { BundleFile } from './digest.ts';
import { encodeIndex } from './encode.ts';
import { parseList } from './lists.ts';
import type { ParsedList } from './lists.ts';
import { joinListed, joinListedIndicators } from './join-listed.ts';
import { newest, parseCampaign } from './validate.ts';
import type { ParsedCampaign } from './validate.ts';

/** What compiling gives: always an index, of what could be understood. */
export interface CompiledBundle {
  readonly index: Uint8Array;
  /** `sha256-` and hexadecimal digits over the sources. */
  readonly digest: string;
  /** Files and lines that were left out, with the reason. A bundle with any of them is not whole. */
  readonly problems: readonly Problem[];
}

/** Id of the bundle that is shipped with the tool. */
export const EMBEDDED_BUNDLE_ID = 'mcp-audit';

/** Compiles what can be understood; `files` may come in any order. An empty bundle is a problem, never a quiet success. */
export async function compileBundle(files: readonly BundleFile[], options: { readonly id?: string } = {}): Promise<CompiledBundle> {
  const sorted = files.toSorted((a, b) => byCodePoint(a.path, b.path));
  const digest = digestSources(sorted);
  const { content, problems } = await readSources(sorted, options.id ?? EMBEDDED_BUNDLE_ID, digest);
  return { index: encodeIndex(content), digest, problems };
}

async function readSources(files: readonly BundleFile[], id: string, digest: string): Promise<{ readonly content: BundleContent; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const campaigns: (ParsedCampaign & { readonly path: string })[] = [];
  const lists: ParsedList[] = [];
  for (const { path, text } of files) {
    if (isList(path)) {
      const list = await parseList(path, text);
      problems.push(...list.problems);
      lists.push(list);
      continue;
    }
    const result = await parseCampaign(path, text);
    if (!result.ok) { problems.push(...result.problems); continue; }
    const { campaign } = result.parsed.content;
    const first = campaigns.find((other) => other.content.campaign.id === campaign.id);
    if (first !== undefined) problems.push({ code: 'bundle', message: `id: ${JSON.stringify(campaign.id)} is the id of ${first.path} too`, path });
    else campaigns.push({ ...result.parsed, path });
  }
  const advisories = joinListed(campaigns.flatMap((entry) => entry.advisories), lists.flatMap((list) => list.advisories));
  const indicators = joinListedIndicators(campaigns.flatMap((entry) => entry.indicators), lists.flatMap((list) => list.indicators));
  if (campaigns.length === 0 && advisories.length === 0 && indicators.length === 0) problems.push({ code: 'bundle', message: 'the bundle is empty: it holds no campaign, package or indicator' });
  // Only a bundle with problems has no date; it then counts as old.
  const date = newest([...campaigns, ...lists].map((entry) => entry.date)) || '1970-01-01';
  const patterns = campaigns.flatMap((entry) => entry.patterns);
  return { content: { id, date, digest, campaigns: campaigns.map((entry) => entry.content), advisories, indicators, patterns }, problems };
}

/** True for files that a bundle's folder is read for; others (notes, licences) are passed over. */
export function isBundleFile(path: string): boolean {
  return isList(path) || /\.ya?ml$/i.test(path);
}

function isList(path: string): boolean {
  return /\.tsv$/i.test(path);
}
