// Runs the fixtures of a rule: fixtures/rules/<id>/<case>/ as a target, judged with fixtures/rules/fixture-campaign.yaml.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, RuleId } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { BundleStack } from '../../src/indicators/stack.ts';
import { bundleOf, ROOT, scanFiles } from './scan.ts';

const RULES = join(ROOT, 'fixtures', 'rules');
let bundle: Promise<BundleStack> | undefined;

/** The files of one case; a folder `installed` becomes `node_modules`. */
export function ruleFixture(id: RuleId, name: 'bad' | 'good'): Readonly<Record<string, string>> {
  const root = join(RULES, id, name);
  return Object.fromEntries(readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(root.length + 1).replace(/^installed\//, 'node_modules/'), readFileSync(path, 'utf8')];
  }));
}

/** Scans files with the bundle of the rule fixtures. */
export async function scanWithRules(files: Readonly<Record<string, string>>, options: Parameters<typeof scanFiles>[1] = {}): Promise<Report> {
  bundle ??= bundleOf({ yaml: readFileSync(join(RULES, 'fixture-campaign.yaml'), 'utf8') });
  return scanFiles(files, { bundles: await bundle, ...options });
}

/** What one rule says of one of its cases. */
export async function judged(id: RuleId, name: 'bad' | 'good', options: Parameters<typeof scanFiles>[1] = {}): Promise<readonly Finding[]> {
  return (await scanWithRules(ruleFixture(id, name), options)).findings.filter((finding) => finding.ruleId === id);
}
