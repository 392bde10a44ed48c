// Words that open the parser, and those that look like them.
import { describe, expect, test } from 'vitest';
import { GATE_OFFSETS } from '../../src/sweep/gates.ts';
import { readMemoryFile } from '../../src/sweep/read-file.ts';
import { byteScanner } from '../../src/sweep/scan-bytes.ts';

const scanner = byteScanner({ strings: [], hashes: new Set() });
const gates = (text: string, path = '/x.js') => (readMemoryFile(scanner, [], Buffer.from(text, 'utf8'), path).said?.gates ?? []).map(({ gate }) => gate);

describe('mail', () => {
  test.each([
    'x.bcc = y', '{Bcc: a}', '{"BCC":a}', 'm.addBcc(a)', 'bccAddresses', 'BCC_LIST', '_bcc', '$bcc', 'bccs', 'mail_bcc_to', "h['Resent-Bcc']", 'm.setBCC(a)',
    't.sendMail(m)', 'sendEmail(', 'new SendEmailCommand(', 'sendEmailWithTemplate', "['sendmail']", 'send_email', 'RCPT TO:<', 'users.messages.send', "require('nodemailer')", 'postmarkapp.com', '@sendgrid/mail', 'mailgun.js', 'from "resend"', '@aws-sdk/client-ses', 'toRecipients',
  ])('opens for %s', (text) => expect(gates(text)).toEqual(['mail']));
  test.each([
    'abcc', 'subccategory', 'abccd', 'bcce', 'xBCCYa', 'bcc0', '0bcc', 'Abcc', 'BCCd', 'bCC', 'bCc', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaBccaaaaaaaaaaaaaaaaaaaaaaaa', 'Zm9v8BccYmFy1', 'resend the packet', 'sendEmailVerification(', 'SendEmailNotification', '"Sendmail-8.23"', '`sendMail` when clicked', 'debounce(sendMail, 300)', '0xBCC', 'mail', 'transport',
  ])('stays shut for %s', (text) => expect(gates(text)).toEqual([]));
  test('in scripts only, and not in declarations', () => {
    for (const path of ['/a.js', '/a.mjs', '/a.cjs', '/a.jsx', '/a.ts', '/a.mts', '/a.cts', '/a.tsx', '/A.JS']) expect(gates('bcc', path)).toEqual(['mail']);
    for (const path of ['/a.json', '/a.js.map', '/a.md', '/a.wasm', '/bin/a', '/.js', '/a.d.ts', '/a.d.mts']) expect(gates('bcc', path)).toEqual([]);
    expect(gates('#!/usr/bin/env node\nbcc', '/bin/a')).toEqual(['mail']);
    expect(gates('#!/bin/sh\nbcc', '/bin/a')).toEqual([]);
  });
});

describe('credentials', () => {
  test.each(['`${home}/.ssh/config`', "'id_rsa'", "'.npmrc'", "'.aws/credentials'", "'Login Data'", "'wallet.dat'", "'claude_desktop_config.json'", "'.git-credentials'", "'nkbihfbeogaeaoehlefnkodbefgpgknn'"])('opens for %s', (text) => {
    expect(gates(text)).toEqual(['credential']);
    expect(gates(text, '/a.d.ts')).toEqual([]);
  });
});

describe('execution of what was decoded', () => {
  test.each([
    'eval(atob("YQ=="))', "new Function(Buffer.from(p, 'base64').toString())()", "const c = Buffer.from(p, 'base64').toString('utf8');\neval(c)", 'vm.runInThisContext(zlib.inflateSync(b))',
    "require('child_process').exec(atob(x))", "[].at.constructor(String.fromCharCode(97))()", "eval(Buffer.from(x, 'hex').toString())".replace("'hex')", "\"hex\")"),
  ])('opens for %s', (text) => {
    expect(gates(text)).toEqual(['execution']);
    expect(gates(text, '/a.d.ts')).toEqual(['execution']);
  });
  test.each(['eval("1")', 'atob(x)', 'retrieval(atob(x))', `eval(x)${' '.repeat(2_000)}atob(y)`, 'isFunction(atob(x))'])('stays shut for %s', (text) => expect(gates(text)).toEqual([]));
});

describe('obfuscation', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `_0x${(0xa000 + at).toString(16)}=1`).join(';');
  test('names of the usual obfuscator, from a number on', () => {
    expect(gates(names(20))).toEqual(['obfuscation']);
    expect(gates(names(19))).toEqual([]);
    expect(gates('a_0xabcd;'.repeat(30))).toEqual([]);
    expect(gates('_0xzzzz;'.repeat(30))).toEqual([]);
  });
  test.each(['"\\x62\\x63\\x63\\x3a"', '"\\u0062\\u0063\\u0063\\u003a"', '"\\u{62}\\u{63}\\u{63}\\u{61}"', 'x\u200b\u200c\u200b\u200c\u200b\u200c\u200b\u200cy', '\u{e0101}\u{e0102}\u{e0101}\u{e0102}\u{e0101}\u{e0102}\u{e0101}\u{e0102}', '\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07', 'eval(function(p,a,c,k,e,d){'])('opens for %j', (text) => expect(gates(text)).toEqual(['obfuscation']));
  test.each(['"\\x1b[0m\\xa0\\xa1\\xa2"', '"\\x62\\x63\\x63" + "\\x63"', '"\\u00e9\\u00e8\\u00e7\\u00e0"', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u2764\ufe0f\u2764\ufe0f'])('stays shut for %j', (text) => expect(gates(text)).toEqual([]));
});

test('places are byte offsets, in order, some of them, the same wherever pieces meet', () => {
  const text = `${'\u00e9'.repeat(20)} bcc ${' '.repeat(90)} sendMail ${' x.bcc '.repeat(40)}`;
  const read = (piece?: number) => readMemoryFile(byteScanner({ strings: [], hashes: new Set() }, piece), [], Buffer.from(text), '/x.js').said?.gates;
  const [mail, ...others] = read() ?? [];
  expect({ first: mail?.offsets.slice(0, 3), count: mail?.offsets.length, others }).toEqual({ first: [41, 136, 148], count: GATE_OFFSETS, others: [] });
  for (const piece of [1, 7, 50, 64, 65, 200]) expect(read(piece)).toEqual([mail]);
});
