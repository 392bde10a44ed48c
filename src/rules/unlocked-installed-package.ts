// An installed tree holds what its lockfile does not know: one summary a tree.
import type { Rule } from './contract.ts';
import { about, findingOf, label } from './finding.ts';

const SHOWN = 10;

export const unlockedInstalledPackage: Rule<'tree-against-lockfile'> = {
  page: {
    id: 'unlocked-installed-package',
    summary: 'Installed packages that the lockfile does not know',
    why: 'The tree beside the lockfile holds packages or versions that the lockfile does not list: it is out of date, or something was put there by another way.',
    remediation: ['Install again from the lockfile (`npm ci` or its like) in a fresh folder and compare.', 'What was installed is what ran: all of it was matched against the bundle.'],
    limits: 'Missing optional and omitted development packages are no finding. Bundled packages count only for npm, whose lockfiles list them.',
    severities: ['medium'],
    references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  },
  judge: ({ place, lockfile, unlocked, installed }) => {
    const [first] = unlocked;
    if (!first) return [];
    const { package: _package, ...where } = about(place, unlocked.map((entry) => entry.package.id), first.package.name, first.package.version);
    return [findingOf('unlocked-installed-package', place, [lockfile], {
      severity: 'medium',
      confidence: 'high',
      title: `${unlocked.length} of ${installed} installed packages ${unlocked.length === 1 ? 'is' : 'are'} not in ${lockfile}`,
      locations: where.locations,
      why: unlockedInstalledPackage.page.why,
      remediation: unlockedInstalledPackage.page.remediation,
      evidence: [
        { kind: 'count', text: `${unlocked.length} of ${installed}${unlocked.length > SHOWN ? `, ${SHOWN} shown` : ''}` },
        ...unlocked.slice(0, SHOWN).map(({ package: entry, locked }) => ({ kind: 'version' as const, text: `${label(entry.name, entry.version)}${locked.length > 0 ? ` (lockfile: ${locked.slice(0, 3).join(', ')})` : ''}` })),
      ],
      references: [],
    })];
  },
};
