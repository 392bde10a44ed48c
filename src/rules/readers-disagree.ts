// `scan --cross-check`: npm's own reader sees another inventory than ours.
import type { Evidence } from '../model/finding.ts';
import type { Rule } from './contract.ts';
import { findingOf } from './finding.ts';

const SHOWN = 10;

export const readersDisagree: Rule<'second-reader'> = {
  page: {
    id: 'readers-disagree',
    summary: 'Two readers see different packages in the same place',
    why: 'The file or tree can be read in two ways. That is either a fault of a reader or an entry made to be read differently by a scanner and by the package manager.',
    remediation: ['Look at the entries named; both readings were matched against the bundle where they could be.', 'If the entries are ordinary, please report the file as a fault of mcp-audit.'],
    limits: 'The second reader is npm\'s (@npmcli/arborist), so it covers npm lockfiles and node_modules only.',
    severities: ['medium'],
    references: ['https://github.com/npm/cli/tree/latest/workspaces/arborist'],
  },
  judge: ({ place, reader, missed, added, differing }) => {
    const total = missed.length + added.length + differing.length;
    if (total === 0) return [];
    const evidence: [Evidence, ...Evidence[]] = [
      { kind: 'count', text: `${missed.length} only seen by ${reader}, ${added.length} only by mcp-audit, ${differing.length} with another name or version` },
      ...missed.slice(0, SHOWN).map((text) => ({ kind: 'identity' as const, text: `only ${reader}: ${text}` })),
      ...added.slice(0, SHOWN).map((text) => ({ kind: 'identity' as const, text: `only mcp-audit: ${text}` })),
      ...differing.slice(0, SHOWN).map((text) => ({ kind: 'identity' as const, text })),
    ];
    return [findingOf('readers-disagree', place, [reader], {
      severity: 'medium',
      confidence: 'medium',
      title: `${reader} and mcp-audit disagree on ${total} ${total === 1 ? 'entry' : 'entries'}`,
      locations: [{ path: place.path }],
      why: readersDisagree.page.why,
      remediation: readersDisagree.page.remediation,
      evidence,
      references: readersDisagree.page.references,
    })];
  },
};
