// Whether a bundle was signed by a service that the trust root cannot know: sigstore opens new logs and authorities over the years
// (https://docs.sigstore.dev/certificate_authority/rotation/ is one way), and a trust root that is shipped knows those of its day.
import { X509Certificate } from 'node:crypto';
import type { Bundle } from '@sigstore/bundle';
import type { Services, TrustRoot } from '../trust-root.ts';

// What @sigstore/verify 3.1.1 says where no certificate log or timestamp authority of the root fits; whether one is unknown, or a
// known one signed something else, it does not tell.
const PERHAPS_UNKNOWN = ['SCT verification failed', 'timestamp could not be verified'];

/**
 * The service that is unknown, where the bundle says to be newer than the root; undefined where the root should know it. `failure` is
 * what the library said. The time is the bundle's own word: whoever forges one can only have it not judged.
 */
export function newerService({ verificationMaterial }: Bundle, { services, asOf }: TrustRoot, failure: string): string | undefined {
  const { tlogEntries } = verificationMaterial;
  const times = tlogEntries.map(({ integratedTime }) => Number(integratedTime) * 1000).filter((time) => time > 0);
  if (times.some((time) => time < Date.parse(asOf))) return undefined;
  if (tlogEntries.some(({ logId }) => !services.tlogs.some((log) => logId !== undefined && log.logId?.keyId.equals(logId.keyId) === true))) return 'a transparency log';
  const leaf = leafOf(verificationMaterial.content);
  if (leaf !== undefined && !isIssued(leaf, services)) return 'a certificate authority';
  return PERHAPS_UNKNOWN.includes(failure) ? 'a certificate log or timestamp authority' : undefined;
}

function leafOf(content: Bundle['verificationMaterial']['content']): Uint8Array | undefined {
  if (content.$case === 'certificate') return content.certificate.rawBytes;
  return content.$case === 'x509CertificateChain' ? content.x509CertificateChain.certificates[0]?.rawBytes : undefined;
}

// By name and key id alone. What cannot be parsed is for the library to refuse.
function isIssued(leaf: Uint8Array, { certificateAuthorities }: Services): boolean {
  try {
    const certificate = new X509Certificate(leaf);
    return certificateAuthorities.some(({ certChain }) => certChain?.certificates.some(({ rawBytes }) => certificate.checkIssued(new X509Certificate(rawBytes))) === true);
  } catch {
    return true;
  }
}
