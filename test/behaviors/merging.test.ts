// Compilers' helpers for `{...a, b}` merge like `Object.assign`, and mix no objects of different callers.
import { expect, test } from 'vitest';
import { mailFacts } from './mail-facts.ts';

const LOOP = 'for (var p in b || (b = {})) if (has.call(b, p)) set(a, p, b[p]); return a;';
const set = 'var has = Object.prototype.hasOwnProperty; var set = (o, k, v) => (k in o ? Object.defineProperty(o, k, { value: v }) : (o[k] = v));';

test.each([
  ['esbuild', `${set} var __spreadValues = (a, b) => { ${LOOP} }; var __spreadProps = (a, b) => Object.defineProperties(a, Object.getOwnPropertyDescriptors(b));`, '__spreadProps(__spreadValues({}, m)', ')'],
  ['esbuild, minified', `${set} var x = (a, b) => { ${LOOP} };`, 'x(x({}, m)', ')'],
  ['tsc', 'var __assign = (this && this.__assign) || function () { __assign = Object.assign || function(t) { for (var s, i = 1; i < arguments.length; i++) { s = arguments[i]; for (var p in s) t[p] = s[p]; } return t; }; return __assign.apply(this, arguments); };', '__assign(__assign({}, m)', ')'],
  ['babel', "function _extends() { return Object.assign.apply(null, arguments); }", '_extends({}, m', ')'],
  ['babel with a runtime', "import _objectSpread from '@babel/runtime/helpers/objectSpread2';", '_objectSpread(_objectSpread({}, m)', ')'],
  ['tslib', "import * as tslib_1 from 'tslib';", 'tslib_1.__assign(tslib_1.__assign({}, m)', ')'],
])('%s', (_name, helper, open, close) => {
  const facts = mailFacts(`${helper}\nexport const other = ${open.replace(/\bm\b/, "{ bcc: 'other@example.com' }")}, {}${close};\nexport const send = (m) => client.sendEmail(${open}, { bcc: 'hidden@example.com' }${close});\n`);
  const sent = facts.filter(({ state }) => state === 'sent').map(({ field, origins }) => [field, origins.map((origin) => (origin.kind === 'constant' ? origin.text : origin.kind))]);
  expect(sent.toSorted()).toEqual([['bcc', ['hidden@example.com']], ['to', ['argument']]]);
});
