// The form of a campaign file: the one source of truth. schemas/campaign.schema.json is exported from it, so it holds only
// what JSON Schema can say; what needs a parser (versions, ranges, domains) is in campaign-checks.ts.
import * as v from 'valibot';
import { ADVISORY_CLASSES } from '../model/advisory.ts';
import type { Condition } from '../model/behavior.ts';
import { CONDITION_KINDS, CONDITION_ORIGINS, HASH_SUBJECTS, INDICATOR_TYPES, INDICATOR_USES } from '../model/indicator.ts';
import { CONFIDENCES, SEVERITIES } from '../model/finding.ts';

/** Version of the form; an unknown one is refused. */
export const CAMPAIGN_SCHEMA_VERSION = 1;

const text = v.pipe(v.string(), v.minLength(1));
const named = <T extends v.GenericSchema>(schema: T, description: string) => v.pipe(schema, v.description(description));

const day = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/), v.description('A day, YYYY-MM-DD.'));
const date = v.pipe(v.string(), v.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/), v.description('A day, a month or a year, as far as known.'));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), v.description('Lower-case words joined by hyphens; the same as the file name.'));
const reference = v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/));
const advisoryClass = v.pipe(
  v.picklist(ADVISORY_CLASSES),
  v.description('malware: the version does harm. protestware: sabotage by its own author. impostor: same publisher as malware, no harm known. vulnerability: a flaw, never called malware.'),
);
const confidence = v.picklist(CONFIDENCES);

/** One package of a campaign. */
export const packageSchema = v.strictObject({
  name: text,
  ecosystem: v.optional(named(v.picklist(['npm', 'pypi', 'crates', 'go', 'composer']), 'npm where absent. Others are kept and never matched against npm.')),
  versions: v.optional(named(v.union([v.literal('*'), v.array(text)]), 'Exact versions, or "*" for every version.')),
  ranges: v.optional(named(v.array(text), 'semver ranges, evaluated with prereleases included.')),
  class: v.optional(advisoryClass),
  confidence: v.optional(confidence),
  severity: v.optional(named(v.picklist(SEVERITIES), 'Overrides the severity that the rule would give.')),
  alive: v.optional(named(v.boolean(), 'true: clean releases follow, so an open range never condemns. false: the package was removed.')),
  removed: v.optional(named(date, 'When it was taken off the registry.')),
  asOf: v.optional(named(day, 'Day on which `alive` was known to hold.')),
  safe: v.optional(named(v.array(text), 'Releases known to be good: where to go.')),
  ids: v.optional(named(v.array(text), 'Records such as MAL-2025-47604.')),
  notes: v.optional(text),
});

/** One indicator of a campaign. */
export const indicatorSchema = v.strictObject({
  type: v.picklist(INDICATOR_TYPES),
  value: named(text, 'As it is, not defanged.'),
  use: named(v.picklist(INDICATOR_USES), 'match: may raise a finding. context: shown beside another finding, never alone. never: refused on import.'),
  of: v.optional(named(v.picklist(HASH_SUBJECTS), 'What a hash was taken of.')),
  packages: v.optional(named(v.array(text), 'npm names that it was seen in, with the version where known (name@1.0.0).')),
  notes: v.optional(text),
});

const WHENS = ['time', 'locale', 'time-zone', 'ci', 'host-name', 'user-name', 'platform', 'network-address', 'random', 'counter', 'environment', 'debugger'] as const satisfies readonly Condition[];
const some = <T extends v.GenericSchema>(item: T, description: string) => v.exactOptional(v.pipe(v.array(item), v.minLength(1), v.description(description)));

/** What a code pattern asks of one fact about the code. */
export const conditionSchema = v.strictObject({
  kind: named(v.picklist(CONDITION_KINDS), 'Kind of the fact.'),
  call: some(text, 'What is called, as "*sendMail" or "child_process.exec*".'),
  key: some(text, 'The fact\'s own key: recipient field, environment variable, read or write of a file, install hook, form of native code, technique.'),
  value: some(text, 'Host, address, command, path, code: what it is aimed at.'),
  content: some(text, 'What is sent or written, as far as it is constant.'),
  origin: some(v.picklist(CONDITION_ORIGINS), 'Where the value comes from. decoded: a constant that does not stand in the source as it is.'),
  when: some(v.picklist(WHENS), 'What an if around it asks for.'),
});

/** Something that the code of a campaign does. */
export const patternSchema = v.strictObject({
  id,
  title: named(text, 'What the code does, as the end of a sentence that starts with the package: "sends a copy of each mail to …".'),
  severity: v.picklist(SEVERITIES),
  all: v.pipe(v.array(conditionSchema), v.minLength(1), v.description('Every condition must hold for some fact of one package. In all texts * stands for anything, and case does not count.')),
  notes: v.exactOptional(named(text, 'Where it is described.')),
});

/** A whole campaign file. */
export const campaignSchema = v.pipe(
  v.strictObject({
    schema: v.literal(CAMPAIGN_SCHEMA_VERSION),
    id,
    title: text,
    date,
    class: advisoryClass,
    confidence,
    summary: text,
    packages: v.optional(v.array(packageSchema)),
    genuine: v.optional(named(v.array(text), 'Names of the honest packages that the listed ones imitate.')),
    indicators: v.optional(v.array(indicatorSchema)),
    patterns: v.optional(named(v.array(patternSchema), 'What its code does, for rules that read code.')),
    advice: v.pipe(v.array(text), v.minLength(1), v.description('What to do now, one step each, in order.')),
    records: v.optional(named(v.array(v.strictObject({
      holder: named(text, 'Whose records, and which.'),
      days: named(v.pipe(v.number(), v.integer(), v.minValue(1)), 'Days for which they are kept by default.'),
      source: reference,
    })), 'Records of others that show what it did, and when they are deleted.')),
    references: v.pipe(v.array(reference), v.minLength(1)),
  }),
  v.title('mcp-audit campaign'),
  v.description('One campaign of an indicator bundle: what happened, which packages, which indicators, what to do.'),
);

/** A campaign file that has the right shape. */
export type CampaignFile = v.InferOutput<typeof campaignSchema>;
/** One of its packages. */
export type CampaignPackage = v.InferOutput<typeof packageSchema>;
/** One of its indicators. */
export type CampaignIndicator = v.InferOutput<typeof indicatorSchema>;
/** One of its code patterns. */
export type CampaignPattern = v.InferOutput<typeof patternSchema>;
