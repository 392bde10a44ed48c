// What the commands about rules print.
import type { Host } from '../io/host.ts';
import { UserError } from '../model/errors.ts';
import type { RulePage } from '../model/rule.ts';
import { RULES } from '../rules/registry.ts';
import { paragraph } from './wrap.ts';

export async function listRules({ json }: { readonly json?: true }, host: Host): Promise<number> {
  const pages = await Promise.all(RULES.map(async (rule) => (await rule.load()).page));
  await host.stdout.write(json === true ? `${JSON.stringify({ schemaVersion: 1, rules: pages }, undefined, 2)}\n` : listOf(pages, host.stdout.columns));
  return 0;
}

export async function explainRule(id: string, host: Host): Promise<number> {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (!rule) {
    const near = RULES.filter((candidate) => candidate.id.split('-').some((word) => word.length > 3 && id.includes(word))).map((candidate) => candidate.id);
    throw new UserError('unknown-rule', `there is no rule ${JSON.stringify(id)}`, { hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'mcp-audit rules lists them' });
  }
  await host.stdout.write(pageOf((await rule.load()).page, Math.min(host.stdout.columns, 100)));
  return 0;
}

function listOf(pages: readonly RulePage[], columns: number): string {
  const width = Math.max(...pages.map((page) => page.id.length));
  const wide = columns >= width + 50;
  return pages.map((page) => (wide ? `${page.id.padEnd(width)}  ${page.summary} (${page.severities.join(', ')})\n` : `${page.id}\n${paragraph(`${page.summary} (${page.severities.join(', ')})`, columns, '  ')}`)).join('');
}

function pageOf(page: RulePage, columns: number): string {
  return [
    `${page.id}\n\n`,
    paragraph(`${page.summary}.`, columns),
    `\nSeverities: ${page.severities.join(', ')}\n`,
    '\nWhy it matters\n', paragraph(page.why, columns, '  '),
    '\nWhat to do\n', ...page.remediation.map((step, at) => paragraph(step, columns, '     ', `  ${at + 1}. `)),
    '\nWhat it cannot see\n', paragraph(page.limits, columns, '  '),
    ...(page.references.length === 0 ? [] : ['\nReferences\n', ...page.references.map((reference) => `  ${reference}\n`)]),
  ].join('');
}
