// mcp-audit.yaml: settings and accepted findings. It is the user's own file; a file that lies in the target is evidence, not
// settings, unless --trust-target-config says otherwise.
import { UserError } from '../model/errors.ts';
import { SEVERITIES, type RuleId, type Severity } from '../model/finding.ts';

/** What an acceptance of a known-bad version must say, word for word: nobody silences one by accident. */
export const ACKNOWLEDGEMENT = 'this version is known to be malicious';

export interface Acceptance {
  readonly fingerprint?: string;
  readonly rule?: RuleId;
  /** `name` or `name@version`. */
  readonly package?: string;
  /** Glob over the path of the finding. */
  readonly path?: string;
  readonly owner: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it counts. */
  readonly expires: string;
  readonly acknowledge?: typeof ACKNOWLEDGEMENT;
}

export interface Config {
  /** Path as shown. */
  readonly path: string;
  readonly failOn?: Severity;
  readonly exclude: readonly string[];
  readonly accept: readonly Acceptance[];
}

/** The schema, for validation and for schemas/config.schema.json. */
export async function configSchema(ruleIds: readonly RuleId[]) {
  const v = await import('valibot');
  const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));
  const acceptance = v.pipe(
    v.strictObject({
      fingerprint: v.optional(v.pipe(v.string(), v.regex(/^v1:[0-9a-f]{32}$/, 'must be a fingerprint as a report prints it: v1: and 32 hexadecimal digits'))),
      rule: v.optional(v.picklist(ruleIds)),
      package: v.optional(text),
      path: v.optional(text),
      owner: text,
      reason: v.pipe(text, v.minLength(10, 'must say why, in at least 10 characters')),
      expires: v.pipe(v.string('must be a day in quotes, as "2026-12-31"'), v.isoDate('must be a day, as "2026-12-31"')),
      acknowledge: v.optional(v.literal(ACKNOWLEDGEMENT, `must be exactly: ${ACKNOWLEDGEMENT}`)),
    }),
    v.check((entry) => (entry.fingerprint === undefined) !== (entry.rule === undefined && entry.package === undefined), 'needs either a fingerprint, or a rule and a package'),
    v.check((entry) => entry.fingerprint !== undefined || (entry.rule !== undefined && entry.package !== undefined), 'needs a rule and a package together'),
  );
  return v.strictObject({
    schema: v.literal(1, 'must be 1'),
    failOn: v.optional(v.picklist(SEVERITIES)),
    exclude: v.optional(v.array(text), []),
    accept: v.optional(v.array(acceptance), []),
  });
}

/** Parses and validates. @throws UserError `config` with file, line where YAML tells it, and field. */
export async function parseConfig(text: string, path: string, ruleIds: readonly RuleId[]): Promise<Config> {
  const [{ load, CORE_SCHEMA }, v, schema] = await Promise.all([import('js-yaml'), import('valibot'), configSchema(ruleIds)]);
  let value: unknown;
  try {
    value = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    throw new UserError('config', `${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`, { hint: 'the file must be YAML; see README, Accepting a finding' });
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const field = v.getDotPath(issue) ?? 'the file';
    throw new UserError('config', `${path}: ${field}: ${issue.message}`, { hint: 'see README, Accepting a finding' });
  }
  const { failOn, exclude, accept } = parsed.output;
  return { path, ...(failOn === undefined ? {} : { failOn }), exclude, accept: accept.map(withoutUndefined) };
}

function withoutUndefined(entry: { readonly [K in keyof Acceptance]: Acceptance[K] | undefined }): Acceptance {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as unknown as Acceptance;
}
