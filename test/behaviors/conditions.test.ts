// What is asked before a call runs.
import { expect, test } from 'vitest';
import type { Condition } from '../../src/model/behavior.ts';
import { network } from '../../src/behaviors/network.ts';
import { factsOf } from './facts.ts';

const GO = "fetch('https://a.example/')";
const of = (source: string) => factsOf(network, 'network', source)[0]?.when ?? [];

test.each<[string, readonly Condition[]]>([
  [`if (new Date().getMonth() > 5) ${GO}`, ['time']],
  [`if (Date.now() > 1790000000000) { ${GO} }`, ['time']],
  [`if (new Date() >= new Date('2027-01-01')) ${GO}`, ['time']],
  [`const start = Date.parse('2027-01-01'); if (Date.now() < start) return2(); else ${GO}`, ['time']],
  [`const now = new Date(); const h = now.getHours(); if (h < 6 || h > 22) ${GO}`, ['time']],
  [`setTimeout(() => ${GO}, 1000 * 60 * 60 * 24)`, ['time']],
  [`setTimeout(() => { ${GO} }, 5000)`, []],
  [`const t = Date.now(); while (Date.now() - t < 5000) ${GO}`, []],
  [`if (Date.now() - installed > 48 * 3600 * 1000) ${GO}`, ['time']],
  [`if (navigator.language === 'ru') ${GO}`, ['locale']],
  [`process.env.LANG?.startsWith('ru') || ${GO}`, ['locale']],
  [`const { locale } = Intl.DateTimeFormat().resolvedOptions(); if (locale !== 'x') ${GO}`, ['locale']],
  [`if (Intl.DateTimeFormat().resolvedOptions().timeZone === 'Asia/Tehran') ${GO}`, ['time-zone']],
  [`if (new Date().getTimezoneOffset() === 0) ${GO}`, ['time-zone']],
  [`export function f() { if (process.env.CI || process.env.GITHUB_ACTIONS) return; ${GO}; }`, ['ci']],
  [`const { isCI } = require('ci-info'); if (!isCI) ${GO}`, ['ci']],
  [`if (require('os').hostname().includes('sandbox')) process.exit(0); ${GO}`, ['host-name']],
  [`const os = require('os'); os.userInfo().username === 'root' ? x() : ${GO}`, ['user-name']],
  [`if (process.platform === 'win32') ${GO}`, ['platform']],
  [`switch (process.platform) { case 'darwin': ${GO}; break; }`, ['platform']],
  [`for (const i of Object.values(require('os').networkInterfaces())) x(i); if (require('os').networkInterfaces().eth0) ${GO}`, ['network-address']],
  [`if (Math.random() < 0.01) ${GO}`, ['random']],
  [`let n = 0; export function tool() { n += 1; if (n > 100) ${GO}; }`, ['counter']],
  [`let n = 0; export function tool() { if (++n % 50 === 0) ${GO}; }`, ['counter']],
  [`if (process.env.DEBUG) ${GO}`, ['environment']],
  [`if (!require('inspector').url()) ${GO}`, ['debugger']],
  [`function send() { ${GO}; } if (process.env.CI) send();`, ['ci']],
  [`function send() { ${GO}; } if (process.env.CI) send(); send();`, []],
  [`if (process.env.CI) { [1].forEach(() => { ${GO}; }); }`, ['ci']],
  [`(async () => { if (process.platform === 'linux' && !process.env.CI) await ${GO}; })()`, ['ci', 'platform']],
  ['var e=process.env;e.CI||fetch("https://a.example/")', ['ci']],
  [`if (a > b) ${GO}`, []],
  [`for (let i = 0; i < 10; i++) ${GO}`, []],
  [`if (process.env.CI) x(); ${GO}`, []],
  [`${GO}; if (process.env.CI) process.exit()`, []],
  [`try { ${GO} } catch { if (process.env.CI) x(); }`, []],
])('%s', (source, expected) => {
  expect(of(source)).toEqual(expected);
});

test('thousands of guards, and of levels', () => {
  expect(of(`${'if (process.env.A) throw 1;\n'.repeat(3_000)}${GO}`)).toEqual(['environment']);
  expect(of(`${'if (x) {'.repeat(500)}${GO}${'}'.repeat(500)}`)).toEqual([]);
});
