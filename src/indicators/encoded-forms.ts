// Encoded forms of what is looked for that a search for bytes can find in any file, parsed or not: whole values in one of the
// usual encodings. Spellings that hide nothing (`a\/b`, `a%2Fb`) are the search's own matter; what is split, mixed or computed is left to the folding of constants. The usual 700 indicators give some 5,000
// forms; measured with a shift-table search over 77 MB of packages they cost some 40 % of the plain search once more, most of it
// where many forms begin alike: a search that anchors each text at its rarest three bytes pays less.
import type { SearchString } from '../model/indicator.ts';
import { LIMITS } from '../model/limits.ts';

/** Characters of a value that is worth encoding: shorter ones give forms that are met by chance. */
const LEAST_VALUE = 8;
/** Bytes of a form. A shift-table search jumps as far as its shortest text is long. */
const LEAST_FORM = 10;

type Form = Pick<SearchString, 'text'> & Required<Pick<SearchString, 'via'>> & Pick<SearchString, 'letters' | 'boundary'>;

/** Encoded forms, and how many strings have none because there are too many. */
export interface EncodedForms {
  readonly strings: readonly SearchString[];
  readonly leftOut: number;
}

/**
 * The forms of the strings, each text once, at most 16 a string; of the first LIMITS.encodedStrings alone. None of what is encoded
 * already, and none of an address or URL whose host is looked for by itself: its forms lie inside. Forms keep no boundary, as what
 * stands beside them is encoded too.
 */
export function encodedForms(strings: readonly SearchString[]): EncodedForms {
  const hosts = new Set(strings.filter(({ text, boundary }) => boundary === 'host' && text.length >= LEAST_VALUE).map(({ text }) => text.toLowerCase()));
  const wanted = strings.filter((string) => string.via === undefined && string.text.length >= LEAST_VALUE && !isCovered(string, hosts));
  const forms = new Map<string, SearchString>();
  for (const string of wanted.slice(0, LIMITS.encodedStrings)) {
    for (const form of formsOf(string)) {
      if (form.text.length >= LEAST_FORM && !forms.has(form.text)) forms.set(form.text, { ...form, indicator: string.indicator });
    }
  }
  return { strings: [...forms.values()], leftOut: Math.max(0, wanted.length - LIMITS.encodedStrings) };
}

function isCovered({ text, boundary }: SearchString, hosts: ReadonlySet<string>): boolean {
  if (boundary === 'text' || boundary === 'ip') return false;
  const host = text.toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[/?#:].*$/s, '').replace(/^.*@/, '');
  const labels = host.split('.');
  // A host is not covered by itself.
  const first = host.length === text.length ? 1 : 0;
  return labels.some((_, at) => at >= first && hosts.has(labels.slice(at).join('.')));
}

function formsOf({ text, boundary }: SearchString): readonly Form[] {
  return [...base64Forms(text), ...byteForms(text), ...(boundary === 'ip' ? numberForms(text) : [reversedForm(text)])];
}

function form(via: Form['via'][number], text: string): Form {
  return { text, via: [via], boundary: 'text' };
}

// Bytes in front shift the six-bit groups: three alignments, of each the digits that depend on nothing beside the text.
function base64Forms(text: string): readonly Form[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((ahead) => {
    const whole = Buffer.concat([Buffer.alloc(ahead), bytes]).toString('base64');
    const inner = whole.slice(Math.ceil(ahead * 8 / 6), Math.floor((ahead + bytes.length) * 8 / 6));
    const alphabets = new Set([inner, inner.replaceAll('+', '-').replaceAll('/', '_')]);
    return [...alphabets].flatMap((digits): readonly Form[] => [
      { text: digits, via: ['base64'], letters: 'exact', boundary: 'text' },
      { text: reversed(digits), via: ['reversed', 'base64'], letters: 'exact', boundary: 'text' },
    ]);
  });
}

function byteForms(text: string): readonly Form[] {
  const bytes = [...Buffer.from(text)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  return [
    form('hex', hex.join('')),
    form('escapes', hex.map((digits) => `\\x${digits}`).join('')),
    form('escapes', hex.map((digits) => `\\u00${digits}`).join('')),
    form('url-encoding', hex.map((digits) => `%${digits}`).join('')),
    form('char-codes', bytes.join(',')),
    form('char-codes', bytes.join(', ')),
  ];
}

function reversedForm(text: string): Form {
  return form('reversed', reversed(text));
}

function reversed(text: string): string {
  return [...text].toReversed().join('');
}

// One number behind `//`: browsers and programs take it for the address. Digits backwards would be met by chance.
function numberForms(text: string): readonly Form[] {
  const [address = '', port = ''] = text.split(':', 2);
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || port !== '') return [];
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  return [form('computed', `//${number}`), form('computed', `//0x${number.toString(16).padStart(8, '0')}`)];
}
