// A strict look at XML 1.0 for tests: throws where a document is not well-formed, and gives its elements.
const TOKEN = /<\?xml [^?]*\?>|<\/([\w:-]+)>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
// The `Char` production, negated.
const NOT_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** One element with its text, entities resolved. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** The root element. Knows what the JUnit report uses: no comments, no CDATA, no document type. */
export function parseXml(text: string): XmlElement {
  if (NOT_CHARACTER.test(text)) throw new Error('a character that XML 1.0 cannot hold');
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`not well-formed at ${JSON.stringify(text.slice(at, at + 60))}`);
    step(stack, match);
  }
  const [only] = root.children;
  if (stack.length !== 1 || only === undefined || root.children.length !== 1) throw new Error('not one root element');
  return only;
}

function step(stack: XmlElement[], [, closes, opens, raw = '', selfClosing, content]: RegExpExecArray): void {
  const top = stack.at(-1);
  if (top === undefined) throw new Error('too many ends');
  if (content !== undefined) { top.text += unescaped(content); return; }
  if (closes !== undefined) {
    if (stack.pop()?.name !== closes) throw new Error(`wrong end ${closes}`);
    return;
  }
  if (opens === undefined) return;
  const attributes = Object.fromEntries([...raw.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]));
  const element = { name: opens, attributes, children: [], text: '' };
  top.children.push(element);
  if (selfClosing === '') stack.push(element);
}

function unescaped(text: string): string {
  if (text.includes(']]>')) throw new Error('the end of CDATA in text');
  return text.replace(/&([^;]{0,10};?)/g, (_, name: string) => {
    const character = new Map([['amp;', '&'], ['lt;', '<'], ['gt;', '>'], ['quot;', '"'], ['apos;', "'"]]).get(name);
    if (character === undefined) throw new Error(`unknown entity &${name}`);
    return character;
  });
}

/** All elements of that name, in the order of the document. */
export function elements(element: XmlElement, name: string): readonly XmlElement[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => elements(child, name))];
}
