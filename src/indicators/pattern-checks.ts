// Code patterns of a campaign file: what no schema says. A pattern that any package meets condemns everybody, one that none can
// meet protects nobody.
import type { CodeCondition } from '../model/indicator.ts';
import type { CampaignPattern } from './campaign-schema.ts';
import type { Path } from './yaml-positions.ts';

/** A fault of one field; the file is known to the caller. */
export interface FieldProblem {
  readonly path: Path;
  readonly message: string;
}

type Field = 'key' | 'value' | 'content' | 'origin';

/** Fields that facts of a kind have beside `call` and `when`; rules/pattern-match.ts reads them. */
const FIELDS: Readonly<Record<CodeCondition['kind'], readonly Field[]>> = {
  mail: ['key', 'value', 'origin'],
  network: ['key', 'value', 'content', 'origin'],
  process: ['value', 'origin'],
  environment: ['key', 'value'],
  file: ['key', 'value', 'content', 'origin'],
  'dynamic-code': ['value', 'origin'],
  'native-code': ['key', 'value'],
  'install-script': ['key', 'value'],
  obfuscation: ['key', 'value'],
};

// Shorter texts stand in honest code too.
const LEAST_TEXT = 4;

/** Every fault of one pattern; paths start below it. */
export function checkPattern(pattern: CampaignPattern): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [at, condition] of pattern.all.entries()) {
    const fields = FIELDS[condition.kind];
    for (const field of ['key', 'value', 'content', 'origin'] as const) {
      if (condition[field] !== undefined && !fields.includes(field)) problems.push({ path: ['all', at, field], message: `facts of the kind ${condition.kind} have none; they have ${['call', ...fields, 'when'].join(', ')}` });
    }
    for (const field of ['call', 'key', 'value', 'content'] as const) {
      const empty = (condition[field] ?? []).findIndex((text) => literal(text) === '');
      if (empty !== -1) problems.push({ path: ['all', at, field, empty], message: 'stands for anything: leave the field out' });
    }
  }
  const texts = pattern.all.flatMap((condition) => [...condition.value ?? [], ...condition.content ?? []]);
  const named = texts.some((text) => literal(text).length >= LEAST_TEXT);
  if (!named) problems.push({ path: ['all'], message: `names no value or content of ${LEAST_TEXT} characters or more: honest code would meet it` });
  return problems;
}

function literal(text: string): string {
  return text.replaceAll('*', '');
}
