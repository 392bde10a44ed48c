// Signs of obfuscation, and what must not be taken for one. Samples are cut down to the shape that counts.
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packedContent } from '../../src/behaviors/signs/encoded-text.ts';
import { obfuscation } from '../../src/behaviors/obfuscation.ts';
import { factsOf, HOSTILE } from './facts.ts';

const of = (source: string, path?: string) => [...new Set(factsOf(obfuscation, 'obfuscation', source, path).map(({ technique }) => technique))].toSorted();
const CODE = "const fs = require('fs'); function go() { return fs.readFileSync('/x'); } module.exports = { go };\n".repeat(12);
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const hex = (text: string) => Buffer.from(text).toString('hex');
const WORDS = Array.from({ length: 12 }, (_, at) => `'${at}w${'abcdefgh'.slice(at % 4)}'`).join(',');

describe('signs', () => {
  test.each<[string, string, string]>([
    ['table behind a function', `function a(){const t=[${WORDS}];a=function(){return t;};return a();} function b(i){return a()[i-10];} console[b(12)](b(13));`, 'string-table'],
    ['table behind a function, minified', `function a(){const t=[${WORDS}];return(a=function(){return t})()}console.log(a()[1])`, 'string-table'],
    ['rotated table', `var _0x1=[${WORDS}];(function(a,n){var f=function(c){while(--c){a['push'](a['shift']());}};f(++n);}(_0x1,0x1a));console.log(_0x1[2]);`, 'string-table'],
    ['names', `var ${Array.from({ length: 12 }, (_, at) => `_0x4f${at + 10}a=${at}`).join(',')};`, 'identifiers'],
    ['flattened', "const o='2|0|1'['split']('|');let i=0;while(!![]){switch(o[i++]){case'0':a();continue;case'1':b();continue;case'2':c();continue;}break;}", 'control-flow'],
    ['packer', "eval(function(p,a,c,k,e,d){return p}('0 1',2,2,'a|b'.split('|'),0,{}))", 'packed'],
    ['jsfuck', `${'[][(![]+[])[+[]]+(![]+[])[!+[]+!+[]]]'.repeat(20)}`, 'packed'],
    ['jjencode', '$=~[];$={___:++$,$$$$:(![]+"")[$]};', 'packed'],
    ['aaencode', "ﾟωﾟﾉ= /｀ｍ´）ﾉ ~┻━┻   //*´∇｀*/ ['_'];", 'packed'],
    ['eval of a long text', `eval(${JSON.stringify(CODE.repeat(3))})`, 'packed'],
    ['base64 of code', `const p = '${base64(CODE)}'; run(p);`, 'encoded-literal'],
    ['hexadecimal code', `const p = "${hex(CODE)}";`, 'encoded-literal'],
    ['base64 twice', `const p = '${base64(base64(CODE))}';`, 'encoded-literal'],
    ['reversed base64', `const p = '${Array.from(base64(`${CODE}1`)).toReversed().join('')}';`, 'encoded-literal'],
    ['pieces', `const p = [${(base64(CODE).match(/.{1,60}/g) ?? []).map((piece) => `'${piece}'`).join(',')}].join('');`, 'encoded-literal'],
    ['compressed', `const p = '${base64(gzipSync(Array.from({ length: 900 }, (_, at) => String((at * 7_919) % 10_007)).join('')))}';`, 'encoded-literal'],
    ['template', `const p = \`${base64(CODE)}\`;`, 'encoded-literal'],
    ['escapes', 'const h = "\\x68\\x74\\x74\\x70\\x73\\x3a\\x2f\\x2f\\x61\\x2e\\x65\\x78\\x61\\x6d\\x70\\x6c\\x65\\x2f\\x61\\x62\\x63\\x64\\x65\\x66";', 'escapes'],
    ['unicode escapes', 'const h = "\\u0063\\u0068\\u0069\\u006c\\u0064\\u005f\\u0070\\u0072\\u006f\\u0063\\u0065\\u0073\\u0073", g = "\\u0065\\u0078\\u0065\\u0063\\u0053\\u0079\\u006e\\u0063\\u0061\\u0061\\u0061";', 'escapes'],
    ['escaped name', '\\u0065val("1")', 'escapes'],
    ['variation selectors', `const s = (v) => v; eval(Buffer.from(s(\`${'\u{e0100}\ufe01\u{e0120}'.repeat(40)}\`)).toString());`, 'invisible-characters'],
    ['zero width', `const m = '${'\u200b\u200c'.repeat(30)}';`, 'invisible-characters'],
    ['tags', `const m = '${[...'say nothing of it'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}';`, 'invisible-characters'],
    ['turned text', "const access = 'user\u202e \u2066// check\u2069 \u2066'; if (access !== 'x') go();", 'invisible-characters'],
    ['self defence', "const t = () => t.toString().search('(((.+)+)+)+$').toString();", 'self-defending'],
    ['debugger trap', "setInterval(function(){debugger}, 100)", 'self-defending'],
    ['debugger in pieces', "(function(){}).constructor('debu' + 'gger').call('x')", 'self-defending'],
    ['off screen', `const a = 1;${' '.repeat(400)}require('child_process').exec('curl https://a.example');`, 'off-screen'],
    ['TypeScript', `export const a: number = 1;${' '.repeat(400)}require('child_process').exec('id');`, 'off-screen'],
  ])('%s', (name, source, technique) => {
    expect(of(source, name === 'TypeScript' ? 'src/a.ts' : undefined)).toContain(technique);
  });
});

describe('no signs', () => {
  test.each<[string, string]>([
    ['minified code', 'var t=function(e,n){for(var r=0,i=e.length;r<i;r++)n.push(e.shift());return!0},e=[1,2];t(e,[]);module.exports=t;'],
    ['queue that goes round', "const q = ['a','b','c','d','e','f','g','h','i','j']; while (q.length) { q.push(q.shift()); if (parseInt(q[0])) break; parseInt(q[1]); }"],
    ['development bundle of webpack', `var m = { './a.js': () => { eval(${JSON.stringify(`${CODE.repeat(3)}\n\n//# sourceURL=webpack://x/./a.js?`)}); } };`],
    ['WebAssembly', `const w = '${base64(Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), Buffer.alloc(2_000, 65)]))}';`],
    ['image', `const i = 'data:image/png;base64,${base64(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(2_000, 7)]))}'; const j = '${base64(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), Buffer.alloc(2_000, 7)]))}';`],
    ['source map', `//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify({ version: 3, sources: ['a.js'], mappings: 'AAAA'.repeat(500), sourcesContent: [CODE] }))}\nconst s = '${base64(JSON.stringify({ version: 3, sourcesContent: [CODE] }))}';`],
    ['certificate', `const c = '${base64(`-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(400)}\n-----END CERTIFICATE-----`)}';`],
    ['words in another language', `module.exports = { a: "\\u4e2d\\u6587\\u5b57\\u7b26\\u4e32\\u6d4b\\u8bd5\\u4e2d\\u6587\\u5b57\\u7b26\\u4e32\\u6d4b\\u8bd5\\u4e2d\\u6587\\u5b57\\u7b26", b: "\\xe9\\xe8\\xea\\xeb\\xe9\\xe8\\xea\\xeb\\xe9\\xe8\\xea\\xeb\\xe9\\xe8\\xea\\xeb\\xe9\\xe8\\xea\\xeb\\xe9\\xe8\\xea\\xeb" };`],
    ['table of bytes', `const t = "${Array.from({ length: 128 }, (_, at) => `\\x${at.toString(16).padStart(2, '0')}`).join('')}";`],
    ['colours of a terminal', `module.exports = [${Array.from({ length: 40 }, (_, at) => `"\\x1b[${at}m"`).join(',')}];`],
    ['emoji', "const e = ['👨‍👩‍👧‍👦', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '❤️', '✌️', 'a\u200bb'];"],
    ['right to left text that is closed', "const m = '\u202bשלום\u202c'; const n = '\u2067שלום\u2069';"],
    ['names that are padded to differ', `const names = 'Parallel ${'Parallel\u200b'}${' Parallel'}${'\u200b'.repeat(9)}';`],
    ['table of entities', `const t = "${'斱䆒ǰΐ櫙樍Āθ⁕‑α‥‧ῳῼ´拔'.repeat(3)}\u202a\u202c\u202e${'斱䆒ǰΐ櫙樍Āθ⁕‑α‥‧ῳῼ´拔'.repeat(3)}";`],
    ['character class', 'const r = /[\u202a-\u202e\u2066-\u2069]/;'],
    ['deep indentation', `const a = f(\n${' '.repeat(400)}'an argument that stands far to the right', 1);`],
    ['blanks in a text', `const a = 'x${' '.repeat(400)}this text is long and goes on'; go(a);`],
    ['state machine', "while (true) { switch (state) { case 0: a(); break; case 1: return; } } for (;;) { switch (code[pc++]) { case 1: x(); break; default: return; } }"],
    ['regenerator', 'while (1) switch (_context.prev = _context.next) { case 0: _context.next = 2; return x; case 2: case "end": return _context.stop(); }'],
    ['Function of this', "var g = Function('return this')();"],
    ['table of data', `module.exports = [${Array.from({ length: 300 }, (_, at) => `"word${at}"`).join(',')}];`],
    ['long identifier list of base64 letters', `const a = '${'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(60)}';`],
    ['one name of an obfuscator in a comment', '// _0x1234ab is what they call it\nconst a = 1;'],
  ])('%s', (_name, source) => {
    expect(of(source)).toEqual([]);
  });
});

test('what a literal holds', () => {
  expect(packedContent(base64(CODE))).toBe('code');
  expect(packedContent(base64(deflateSync(Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 31) % 251)))))).toBe(undefined);
  expect(packedContent('A'.repeat(5_000_000))).toBe(undefined);
  expect(packedContent(base64('x'))).toBe(undefined);
});

test('a sign is placed and measured', () => {
  const [fact] = factsOf(obfuscation, 'obfuscation', `const a = 1;\nconst p = '${base64(CODE)}';`);
  expect(fact).toMatchObject({ technique: 'encoded-literal', api: 'encoded code', place: { path: 'src/index.js', line: 2, column: 11 } });
  expect(fact?.size).toBeGreaterThan(1_000);
});

test('hostile texts', () => {
  expect(['_0x'.repeat(50_000), '[]()!+'.repeat(40_000), `(![]+[])${'[('.repeat(500)}`, ' '.repeat(300_000), `'${'\\x41'.repeat(50_000)}'`, `// ${'\u202e'.repeat(50_000)}`, '\ufe01x'.repeat(50_000), 'eval ( function ( p , a , '.repeat(5_000), 'while ('.repeat(3_000), `x = '${'='.repeat(200_000)}'`].map((text) => of(text))).toEqual([[], [], ['packed'], [], ['escapes'], [], [], [], [], []]);
});

test.each(HOSTILE)('hostile source %#', (source) => {
  expect(Array.isArray(of(source))).toBe(true);
});
