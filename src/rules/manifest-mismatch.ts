// The manifest that the registry shows of a version against the package.json in its tarball. Resolvers and most scanners read the first,
// npm runs the scripts of the second, and the registry does not compare them: https://blog.vlt.sh/blog/the-massive-hole-in-the-npm-ecosystem
// What npm itself changes on publishing is no mismatch: https://github.com/npm/package-json/blob/main/lib/normalize.js
import type { ManifestSummary } from '../model/difference.ts';
import type { Evidence, Severity } from '../model/finding.ts';
import { isObject, parseJson, property } from '../text/json.ts';
import { shorten } from '../text/printable.ts';
import { listed } from './behavior-words.ts';
import type { ReleaseFacts, Rule } from './contract.ts';
import { type FactRemark, factFindings, manifestAt } from './fact-findings.ts';
import { aboutRelease, releaseLabel } from './integrity-mismatch.ts';
import { manifestDisagreements, type Disagreement } from './manifest-disagreements.ts';

const TEXT = 120;
const FIELDS_SHOWN = 3;

export const manifestMismatch: Rule<'release'> = {
  page: {
    id: 'manifest-mismatch',
    summary: 'The registry\'s manifest of a version differs from the package.json in its tarball',
    why: 'Dependencies are resolved by the registry\'s manifest, scripts are run from the tarball\'s. Whoever publishes by hand can send two different ones: install scripts and dependencies can be hidden from everybody who reads only the registry\'s.',
    remediation: ['Read the package.json in the tarball: it is what runs.', 'Do not install the version where scripts, dependencies or programs differ.'],
    limits: 'Fields that npm adds, cleans or normalises on publishing are not compared, nor are development dependencies and settings of tools. Of a short document (offline, from a cache) scripts are not compared where it says that there are install scripts; one of a private registry that does not say so makes them look hidden.',
    severities: ['high', 'low'],
    references: ['https://blog.vlt.sh/blog/the-massive-hole-in-the-npm-ecosystem'],
  },
  judge: (facts) => factFindings(manifestMismatch.page, aboutRelease(facts), remarksOn(facts)),
};

function remarksOn(facts: ReleaseFacts): readonly FactRemark[] {
  const packed = facts.tarball?.manifest;
  // A manifest that could not be read has neither: that is a problem of the reading, told there.
  if (!packed || isEmpty(packed) || isEmpty(facts.described)) return [];
  const found = manifestDisagreements(facts.described, packed).filter((item) => !isLeftOut(item, facts));
  return (['high', 'low'] as const).flatMap((severity) => remarkOf(facts, severity, found.filter((item) => item.severity === severity)));
}

// Registries give a short document to those who ask for it: without scripts, but with a word that installing runs some.
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md#abbreviated-version-object
function isLeftOut({ field, severity, described }: Disagreement, { described: all, release: { release: { document } } }: ReleaseFacts): boolean {
  if (described !== undefined) return false;
  if (field.startsWith('scripts.')) return Object.keys(all.scripts).length === 0 && saysInstallScript(document);
  return severity === 'low' && all.description === undefined && all.license === undefined && all.repository === undefined;
}

function saysInstallScript(document: string): boolean {
  const parsed = parseJson(document);
  return parsed.ok && isObject(parsed.value) && property(parsed.value, 'hasInstallScript') === true;
}

function isEmpty({ name, version }: ManifestSummary): boolean {
  return name === undefined && version === undefined;
}

function remarkOf(facts: ReleaseFacts, severity: Severity, found: readonly Disagreement[]): readonly FactRemark[] {
  const [first, ...others] = found.map(({ field, described, packed }): Evidence => ({ kind: 'identity', text: `${shorten(field, TEXT)}: the registry has ${said(described)}, the tarball ${said(packed)}` }));
  if (!first) return [];
  const fields = found.map(({ field }) => shorten(field, TEXT));
  const hidden = found.find(({ described }) => described === undefined);
  const shown = listed([...fields.slice(0, FIELDS_SHOWN), ...(fields.length > FIELDS_SHOWN ? [`${fields.length - FIELDS_SHOWN} more`] : [])]);
  return [{
    subject: [severity, ...fields.toSorted()],
    severity,
    confidence: 'high',
    title: severity === 'high' && hidden && found.length === 1 ? `${releaseLabel(facts)} has ${shown} in its tarball, which the registry does not show` : `${releaseLabel(facts)}: the registry's manifest and the tarball's differ in ${shown}`,
    evidence: [first, ...others],
    locations: [manifestAt(facts)],
  }];
}

function said(text: string | undefined): string {
  return text === undefined ? 'nothing' : `"${shorten(text, TEXT)}"`;
}
