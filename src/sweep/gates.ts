// Words that open the parser for one JavaScript or TypeScript file. They stand in for the rules' recall where no name of a package says
// that it sends mail or serves MCP, so they ask for little; and for speed, as parsing costs 50 times what searching does.
import type { GateId } from './contract.ts';
import { folded } from '../text/ascii.ts';

/** Places kept of each gate. */
export const GATE_OFFSETS = 20;

/** What a word is to the gates. `run` and `decode` open `execution` where both stand near each other. */
type Sign = 'mail' | 'send' | 'credential' | 'packed' | 'run' | 'decode' | 'bcc' | 'renamed' | 'escape' | 'invisible';

interface Word {
  readonly text: string;
  readonly sign: Sign;
}

const words = (sign: Sign, ...texts: readonly string[]): readonly Word[] => texts.map((text) => ({ text, sign }));

const WORDS: readonly Word[] = [
  ...words('bcc', 'bcc'),
  ...words('send', 'sendMail', 'send_mail', 'sendEmail', 'send_email'),
  ...words('mail', 'rcpt to', 'messages.send', 'messages/send', 'nodemailer', 'postmark', 'sendgrid', 'mailgun',
    'api.resend.com', 'client-ses', 'SendRawEmail', 'mandrillapp', 'api.brevo.com', 'sendinblue', 'mailersend', 'sparkpost', 'mailjet', 'emailjs',
    'smtp.gmail.com', 'toRecipients', 'createTransport', 'postmarkapp.com', 'mailchannels', 'api.elasticemail.com', 'mail/send', '"resend"', "'resend'"),
  ...words('credential', '.ssh/', 'id_rsa', 'id_ed25519', '.npmrc', '.aws/credentials', 'Login Data', 'wallet.dat', 'claude_desktop_config', '.git-credentials', '.netrc',
    '.docker/config.json', '.kube/config', 'application_default_credentials', 'cookies.sqlite', 'logins.json', 'key4.db', '.pgpass', '.pypirc', 'login.keychain',
    'nkbihfbeogaeaoehlefnkodbefgpgknn', 'exodus.wallet', 'solana/id.json', '.bash_history', '.zsh_history', '.cursor/mcp.json', '.claude.json', 'trufflehog',
    '169.254.169.254', '.config/gh/hosts', '.azure/', '.vault-token'),
  ...words('packed', 'eval(function(p,a,c,k', 'eval(function(p, a, c, k', '[][(![]+[])', 'jsjiami'),
  ...words('run', 'eval(', 'new Function', 'Function("', "Function('", 'Function(`', '.constructor(', 'runInThisContext', 'runInNewContext', 'runInContext', 'child_process', 'execSync', 'spawnSync', '._compile('),
  ...words('decode', 'atob(', 'base64', 'fromCharCode', 'inflateSync', 'inflateRawSync', 'gunzipSync', 'brotliDecompressSync', 'createDecipher', "'hex')", '"hex")'),
  ...words('renamed', '_0x'),
  ...words('escape', '\\x2', '\\x3', '\\x4', '\\x5', '\\x6', '\\x7', '\\u002', '\\u003', '\\u004', '\\u005', '\\u006', '\\u007', '\\u{4', '\\u{5', '\\u{6', '\\u{7'),
  // Zero-width characters, word joiner and invisible operators, variation selectors, tags, Hangul fillers: published attacks hid code in runs of them.
  ...words('invisible', '\u200b', '\u200c', '\u200d', '\u2060', '\u2061', '\u2062', '\u2063', '\u2064', '\u3164', '\uffa0', '\u115f', '\u1160',
    ...Array.from({ length: 16 }, (_, at) => String.fromCodePoint(0xfe00 + at))),
];
// Two bytes tell the rest of the plane (UTF-8): U+E0000 to U+E01FF.
const INVISIBLE_BYTES: readonly Uint8Array[] = [0x80, 0x81, 0x84, 0x85, 0x86, 0x87].map((third) => Uint8Array.of(0xf3, 0xa0, third));

const ALL: readonly { readonly bytes: Uint8Array; readonly sign: Sign }[] = [
  ...WORDS.map(({ text, sign }) => ({ bytes: Buffer.from(text, 'utf8'), sign })),
  ...INVISIBLE_BYTES.map((bytes) => ({ bytes, sign: 'invisible' as const })),
];
const LONG = 8;

/** Words that are searched for with the strings, in every file. */
export const LONG_WORDS = ALL.filter(({ bytes }) => bytes.length >= LONG);
/** Words that are searched for in scripts only. */
export const SHORT_WORDS = ALL.filter(({ bytes }) => bytes.length < LONG);
/** Changes with the words: part of the key of what is kept between runs. */
export const GATES_EDITION = `2 ${ALL.map(({ bytes, sign }) => `${sign} ${Buffer.from(bytes).toString('latin1')}`).join('\n')}`;

/** Bytes around a word that are looked at. */
export const GATE_BYTES = 64;
/** Bytes between what decodes and what runs. Loaders stand in a line or two; libraries that have both have them far apart. */
const NEAR = 400;
/** Names such as `_0x3f2a` of the usual obfuscator; some libraries have a few by chance. */
const RENAMED = 20;
/** Escapes in a row of characters that need none. */
const ESCAPES = 4;
const INVISIBLE = 8;

/** What the gates have seen of one file. Words must be given in the order of their places. */
export interface Gates {
  readonly see: (sign: Sign, at: number, bytes: Uint8Array, start: number, length: number) => void;
  readonly opened: () => readonly { readonly gate: GateId; readonly offsets: readonly number[] }[];
}

/** Gates of one file; `declarations`: a file of types only (.d.ts), in which names mean nothing; code that hides in one still opens its gates. */
export function gatesOf(kind: 'script' | 'declarations'): Gates {
  const offsets = new Map<GateId, number[]>();
  const renamed: number[] = [];
  let lastRun = Number.NEGATIVE_INFINITY;
  let lastDecode = Number.NEGATIVE_INFINITY;
  const escapes = { end: -1, count: 0 };
  const invisible = { end: -1, count: 0 };
  const open = (gate: GateId, at: number): void => {
    const those = offsets.get(gate) ?? [];
    if (those.length === 0) offsets.set(gate, those);
    if (those.length < GATE_OFFSETS && those.at(-1) !== at) those.push(at);
  };
  return {
    see: (sign, at, bytes, start, length) => {
      switch (sign) {
        case 'mail': case 'bcc': case 'send':
          if (kind === 'script' && (sign === 'mail' || (sign === 'bcc' ? isBccWord(bytes, start, length) : isSendWord(bytes, start, length)))) open('mail', at);
          return;
        case 'credential':
          if (kind === 'script') open('credential', at);
          return;
        case 'packed':
          open('obfuscation', at);
          return;
        case 'run':
          if (isName(bytes[start] ?? 0) && isAfterName(bytes, start)) return;
          lastRun = at;
          if (at - lastDecode <= NEAR) open('execution', Math.min(at, lastDecode));
          return;
        case 'decode':
          lastDecode = at;
          if (at - lastRun <= NEAR) open('execution', Math.min(at, lastRun));
          return;
        case 'renamed':
          if (renamed.length < RENAMED && isRenamed(bytes, start, length)) renamed.push(at);
          if (renamed.length === RENAMED) for (const place of renamed) open('obfuscation', place);
          return;
        case 'escape': {
          const size = escapeLength(bytes, start, length);
          if (size > 0 && inRow(escapes, at, size, 0) >= ESCAPES) open('obfuscation', at);
          return;
        }
        case 'invisible':
          if (inRow(invisible, at, bytes[start] === 0xf3 ? 4 : 3, 1) >= INVISIBLE) open('obfuscation', at);
      }
    },
    opened: () => (['mail', 'credential', 'execution', 'obfuscation'] as const).flatMap((gate) => {
      const those = offsets.get(gate);
      return those === undefined ? [] : [{ gate, offsets: those }];
    }),
  };
}

// `gap`: bytes that may stand between two.
function inRow(row: { end: number; count: number }, at: number, size: number, gap: number): number {
  row.count = row.end !== -1 && at - row.end <= gap ? row.count + 1 : 1;
  row.end = at + size;
  return row.count;
}

/** Longest name that `bcc` is looked for in, and the longest that may have digits: the noise of base64 has both. */
const NAME = 40;
const NAME_WITH_DIGITS = 8;

// bcc, Bcc, BCC, addBcc, bccAddresses, BCC_LIST; not abcc, subccategory, or three letters of an encoded text.
function isBccWord(bytes: Uint8Array, start: number, length: number): boolean {
  const before = bytes[start - 1] ?? 0;
  const after = start + 3 < length ? bytes[start + 3] ?? 0 : 0;
  const upper = [bytes[start], bytes[start + 1], bytes[start + 2]].map((byte) => isUpper(byte ?? 0));
  const [first, second, third] = upper;
  if (second !== third || (first === false && second === true)) return false;
  const plural = after === 0x73 && !isLower(bytes[start + 4] ?? 0);
  if (isLower(after) && !plural && second === false) return false;
  if (isLower(after) && second === true) return false;
  // setBCC( is a name, xBCCYa is noise.
  if (isUpper(before) || (isLower(before) && (first === false || (second === true && isUpper(after))))) return false;
  let from = start;
  while (from > 0 && start - from <= NAME && isName(bytes[from - 1] ?? 0)) from -= 1;
  let end = start + 3;
  while (end < length && end - start <= NAME && isName(bytes[end] ?? 0)) end += 1;
  // 0xBCC begins with a digit, as no name does.
  if (end - from > NAME || isDigit(bytes[from] ?? 0)) return false;
  return end - from <= NAME_WITH_DIGITS ? !isDigit(before) && !isDigit(after) : !bytes.subarray(from, end).some(isDigit);
}

// sendMail, sendEmailWithTemplate, SendEmailCommand; not sendEmailVerification (a page's own mail, asked of its service), the licence
// Sendmail, or `sendMail` in the comments that copies of lodash have.
function isSendWord(bytes: Uint8Array, start: number, length: number): boolean {
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(length - start, GATE_BYTES)).toString('latin1');
  if (rest.startsWith('Sendmail')) return false;
  const behind = rest.replace(/^send_?e?mail/i, '');
  return !/^[`,]/.test(behind) && !/^(?:Verification|Notification|SignIn|Confirm|Link)/.test(behind);
}

// `retrieval(`, `isFunction(`: the end of a longer name.
function isAfterName(bytes: Uint8Array, start: number): boolean {
  return isName(bytes[start - 1] ?? 0);
}

function isRenamed(bytes: Uint8Array, start: number, length: number): boolean {
  if (start + 7 > length || isAfterName(bytes, start)) return false;
  return bytes.subarray(start + 3, start + 7).every((byte) => isDigit(byte) || (folded(byte) >= 0x61 && folded(byte) <= 0x66));
}

// Length of an escape of a printable character, 0 for what only looks like one.
function escapeLength(bytes: Uint8Array, start: number, length: number): number {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(length, start + 6)));
  return /^\\(?:x[2-7][0-9a-f]|u00[2-7][0-9a-f]|u\{[4-7][0-9a-f]\})/i.exec(text)?.[0].length ?? 0;
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isName(byte: number): boolean {
  return isLower(byte) || isUpper(byte) || isDigit(byte) || byte === 0x5f || byte === 0x24;
}
