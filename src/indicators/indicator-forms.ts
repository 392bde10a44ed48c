// Whether an indicator's value has the form of its type. Wrong forms match nothing, or far too much, so they are refused.
import type { IndicatorType } from '../model/indicator.ts';
import { integrityKey } from '../text/integrity.ts';

const DEFANGED = /\[[.:@]\]|\(\.\)|\[(?:dot|at)\]|^hxxp|\{\.\}/i;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const HEX_DIGITS = { md5: 32, sha1: 40, sha256: 64 } as const;

/** What is wrong with the value, as a sentence's end ("must …"); undefined where it is fine. */
export function formProblem(type: IndicatorType, value: string): string | undefined {
  if (value !== value.trim()) return 'must not start or end with white space';
  if (type !== 'string' && type !== 'filename' && DEFANGED.test(value)) return 'must not be defanged: write plain dots and http';
  switch (type) {
    case 'domain': return isDomain(value) ? undefined : 'must be a domain in lower case, without scheme, port or path';
    case 'email': return isEmail(value) ? undefined : 'must be an e-mail address with a domain in lower case';
    case 'url': return isUrl(value) ? undefined : 'must be a URL: scheme and host, or host and path';
    case 'ip': return isAddress(value) ? undefined : 'must be an IPv4 or IPv6 address, without port or prefix';
    case 'md5': case 'sha1': case 'sha256': return isHex(value, HEX_DIGITS[type]) ? undefined : `must be ${HEX_DIGITS[type]} hexadecimal digits in lower case`;
    case 'integrity': return integrityKey(value) === value ? undefined : 'must be one hash as in a lockfile: algorithm, hyphen, base64 with padding';
    case 'string': return value.length < 6 ? 'must have at least 6 characters: shorter ones match by chance' : undefined;
    case 'filename': return /[\\\0]/.test(value) ? 'must be a file name or a path with / between folders' : undefined;
    case 'wallet': case 'account': return /\s/.test(value) ? 'must not hold white space' : undefined;
  }
}

function isDomain(value: string): boolean {
  const labels = value.split('.');
  return value.length <= 253 && labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}

function isAddress(value: string): boolean {
  if (value.includes(':')) return /^[0-9a-f:.]+$/.test(value) && URL.canParse(`http://[${value}]`);
  const parts = value.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isEmail(value: string): boolean {
  const at = value.lastIndexOf('@');
  return at > 0 && !/[\s<>"]/.test(value) && isDomain(value.slice(at + 1));
}

// Lists also give URLs without a scheme, where both http and https were seen; then there must be a path.
function isUrl(value: string): boolean {
  if (/\s/.test(value)) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return URL.canParse(value);
  const slash = value.indexOf('/');
  return slash > 0 && value.slice(0, slash).includes('.') && URL.canParse(`http://${value}`);
}

function isHex(value: string, digits: number): boolean {
  return value.length === digits && /^[0-9a-f]+$/.test(value);
}
