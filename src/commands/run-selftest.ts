// What the self-test does: every part of this installation is given something to find.
import { systemClock } from '../io/clock.ts';
import type { Host } from '../io/host.ts';
import type { OpenBundle } from '../indicators/open.ts';
import { selftest } from '../pipelines/selftest.ts';
import { REPORTERS } from '../reports/registry.ts';
import { RULES } from '../rules/registry.ts';
import { openParserPool } from '../sweep/parser-pool.ts';
import { openBundles } from './bundles.ts';

const EXIT_BROKEN = 70;

export async function runSelftest({ json }: { readonly json?: true }, host: Host): Promise<number> {
  const { bundles, opened, problems } = await openBundles([], host);
  const known = opened.map((bundle) => ({ bundle: `${bundle.info.id} (${bundle.info.date})`, ...sampleOf(bundle) }));
  const rules = await Promise.all(RULES.map(async (rule) => (await rule.load()).page));
  const pool = openParserPool();
  const lines = await selftest({
    clock: systemClock(host.environment),
    bundles,
    pool,
    known,
    render: async (report) => Promise.all(REPORTERS.map(async (reporter) => ({ id: reporter.id, text: await textOf(async () => [...(await reporter.load()).render(report, { width: 80, color: 'never', detail: 'normal', rules })].join('')) }))),
  });
  const all = [...lines, ...problems.map((problem) => ({ part: 'bundle' as const, id: 'embedded', fired: false, seen: problem.message }))];
  const broken = all.filter((line) => !line.fired).length;
  const text = all.map((line) => `${line.fired ? 'fired ' : 'BROKEN'}  ${line.part.padEnd(6)}  ${line.id}${line.fired ? '' : `: ${line.seen ?? ''}`}\n`).join('');
  await host.stdout.write(json === true ? `${JSON.stringify({ schemaVersion: 1, ok: broken === 0, lines: all }, undefined, 2)}\n` : `${text}\n${broken === 0 ? `all ${all.length} parts fired` : `${broken} of ${all.length} parts did not fire: do not trust this installation`}\n`);
  await pool.close();
  bundles.close();
  return broken === 0 ? 0 : EXIT_BROKEN;
}

// The border around one report format: the control must tell of the others too.
async function textOf(render: () => Promise<string>): Promise<string> {
  try {
    return await render();
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

// A version that the bundle itself lists: the look-up must find it.
function sampleOf(bundle: OpenBundle): { readonly name: string; readonly version: string } {
  for (const campaign of bundle.campaigns()) {
    for (const name of bundle.members(campaign.id)?.packages ?? []) {
      for (const advisory of bundle.advisories(name)) {
        const version = advisory.versions === '*' ? '1.0.0' : advisory.versions[0];
        if (version !== undefined) return { name, version };
      }
    }
  }
  return { name: '(no listed version)', version: '' };
}
