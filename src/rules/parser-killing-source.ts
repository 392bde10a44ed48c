// Source that kills the process which parses it: nested templates abort Node 20 in acorn, deep nesting exhausts stacks, patterns burn time.
import type { Finding } from '../model/finding.ts';
import { aboutPackage, fileIn, serverLocations, subjectOf } from './code-findings.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { findingOf } from './finding.ts';
import { quoted } from './behavior-words.ts';

const HOW: Readonly<Record<CodeFacts['died'][number]['how'], string>> = { crashed: 'crashes the parser', 'timed-out': 'keeps the parser busy beyond its time', 'out-of-memory': 'takes more memory than the parser has' };

export const parserKillingSource: Rule<'code'> = {
  page: {
    id: 'parser-killing-source',
    summary: 'A source file kills the parser that reads it',
    why: 'What such a file does is unknown, and stopping whoever audits it may be its purpose. Generated files reach the same limits by accident.',
    remediation: ['Look at the file by hand before the package is trusted.'],
    limits: 'The file is not judged otherwise, and the run stays incomplete.',
    severities: ['medium'],
    references: ['https://attack.mitre.org/techniques/T1622/'],
  },
  judge: (facts) => facts.died.map((died) => findingOfFile(facts, died)),
};

function findingOfFile(facts: CodeFacts, { path, how }: CodeFacts['died'][number]): Finding {
  return findingOf('parser-killing-source', facts, [facts.package?.name ?? '', path], {
    severity: 'medium',
    confidence: 'medium',
    title: `${quoted(path)} of ${subjectOf(facts)} ${HOW[how]}`,
    ...aboutPackage(facts),
    locations: [{ path: fileIn(facts, path) }, ...serverLocations(facts)],
    why: parserKillingSource.page.why,
    remediation: parserKillingSource.page.remediation,
    evidence: [{ kind: 'behavior', text: `${path}: ${HOW[how]}; it was read in a process of its own` }],
    references: parserKillingSource.page.references,
  });
}
