// What the certificate of a build says: its authority checked the CI service's token before it wrote these extensions, while the
// statement was written by the build itself. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
import type { Signer } from '@sigstore/verify';
import type { ProvenanceSource } from '../../model/release.ts';
import { plainRepository, present } from './statement.ts';

const FULCIO = '1.3.6.1.4.1.57264.1.';
const REPOSITORY = 12;
const COMMIT = 13;
const REF = 14;
const BUILD_CONFIG = 18;

// Until spring 2023 certificates had only these, which are bare text and those of GitHub.
const OLD_COMMIT = 3;
const OLD_REPOSITORY = 5;
const OLD_REF = 6;

const UTF8_STRING = 0x0c;

export interface Certified {
  /** Subject of the certificate: the workflow's address, or a person's mail address. */
  readonly subject: string;
  readonly source: ProvenanceSource;
}

/** Reads a certificate whose chain was verified. */
export function certifiedSource({ identity }: Signer): Certified {
  const values = new Map((identity?.oids ?? []).map(({ oid, value }) => [oid?.id.join('.') ?? '', value]));
  const of = (extension: number): string | undefined => utf8(values.get(`${FULCIO}${extension}`));
  const old = (extension: number): string | undefined => values.get(`${FULCIO}${extension}`)?.toString('utf8');
  const oldRepository = old(OLD_REPOSITORY);
  const repository = of(REPOSITORY) ?? (oldRepository === undefined ? undefined : `https://github.com/${oldRepository}`);
  return {
    subject: identity?.subjectAlternativeName ?? '',
    source: present({
      repository: repository === undefined ? undefined : plainRepository(repository),
      commit: of(COMMIT) ?? old(OLD_COMMIT), ref: of(REF) ?? old(OLD_REF), workflow: workflowPath(of(BUILD_CONFIG), repository), issuer: identity?.extensions?.issuer,
    }),
  };
}

// `https://host/owner/name/.github/workflows/x.yml@refs/heads/main`: the path in the repository, or all of it where the file lies elsewhere.
function workflowPath(config: string | undefined, repository: string | undefined): string | undefined {
  const [path] = config?.split('@refs/') ?? [];
  return path !== undefined && repository !== undefined && path.startsWith(`${repository}/`) ? path.slice(repository.length).replace(/^\/{1,2}/, '') : path;
}

// DER: tag, length in one byte or, from 128, in as many as its low bits say. https://www.itu.int/rec/T-REC-X.690
function utf8(der: Buffer | undefined): string | undefined {
  if (der === undefined) return undefined;
  const [tag, length = 0] = der;
  const head = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return tag === UTF8_STRING && der.length > head ? der.toString('utf8', head) : undefined;
}
