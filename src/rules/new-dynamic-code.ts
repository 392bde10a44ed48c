// Code made at run time, which this version does and the earlier one did not. Compilers of templates and validators do it by trade; what is
// decoded or fetched first was never in the package for anybody to read.
import type { DynamicCodeBehavior } from '../model/behavior.ts';
import { behaviorWords, quoted } from './behavior-words.ts';
import type { CodeFacts, Rule } from './contract.ts';
import { hostOfAddress, ofAddress } from './destinations.ts';
import { addedOf, differenceFindings, laterByEarlierWords, laterSubject, type NewThing } from './difference-findings.ts';
import { isHidden } from './hidden-values.ts';

const MODULE_API = /(?:^|\.)(?:require|import|_load|createRequire\(\)|createRequireFromPath\(\)|getBuiltinModule|importScripts)$|^(?:import-fresh|require-uncached)$/;
const WORKER = /\bWorker\b/;
/** Files in which nobody looks for code. Templates and scripts of other names are what compilers read. */
const NO_CODE = /\.(?:json5?|jsonc|png|jpe?g|gif|ico|bmp|webp|avif|woff2?|ttf|otf|eot|wasm|bin|dat|data|db|gz|br|zip|pdf|mp[34]|wav|ogg|md|txt|csv|lock|ya?ml|toml|css|pem|key|d\.[cm]?ts)$|(?:^|\/)(?:licen[cs]e|notice|readme|changelog)$/i;

export const newDynamicCode: Rule<'difference'> = {
  page: {
    id: 'new-dynamic-code',
    summary: 'This version makes code at run time where the earlier one did not',
    why: 'Code that is decoded or fetched before it runs is in no version, review or hash. An update that begins with it changes what the package can do at any time after.',
    remediation: ['Read the place: who says what is run?', 'Where it is decoded: decode it without running it. Where it is fetched: find out who owns the host, and stay on the earlier version.'],
    limits: 'A compiler\'s own templates and names of modules that are put together are low. What an unknown function returns is not followed.',
    severities: ['high', 'medium', 'low', 'info'],
    references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1059/007/'],
  },
  judge: (facts) => {
    const changes = addedOf(facts, 'dynamic-code');
    if (changes.length === 0) return [];
    const later = laterByEarlierWords(facts);
    const apis = new Set(facts.before.behaviors.flatMap((behavior) => (behavior.kind === 'dynamic-code' ? [behavior.api] : [])));
    const things = changes.map(({ behavior, was }): NewThing => {
      const grade = gradeOf(later, behavior, apis);
      const now = nowWords(behavior);
      return {
        subject: [behavior.api, grade.words], severity: grade.severity, confidence: grade.confidence,
        title: `${laterSubject(facts)} newly ${MODULE_API.test(behavior.api) ? 'loads' : 'runs'} ${grade.words}`,
        shown: [behavior], ...(was?.kind === 'dynamic-code' ? { was: nowWords(was), evidence: [{ kind: 'behavior', text: `before: ${behaviorWords(was)}` } as const] } : {}), now,
      };
    });
    return differenceFindings(newDynamicCode.page, facts, things, (names, count) => `${laterSubject(facts)} newly makes code at run time${count > 1 ? ` in ${count} ways` : ''}: ${names}`);
  },
};

interface Grade {
  readonly severity: NewThing['severity'];
  readonly confidence: NewThing['confidence'];
  readonly words: string;
}

function gradeOf(later: CodeFacts, run: DynamicCodeBehavior, before: ReadonlySet<string>): Grade {
  const module = MODULE_API.test(run.api);
  const what = module ? 'a module' : 'code';
  const worker = WORKER.test(run.api);
  if (run.origins.some((origin) => origin.kind === 'constant' && isDecoded(origin.via, origin.text))) return { severity: worker ? 'medium' : 'high', confidence: 'high', words: `${what} that stands in it only encoded` };
  const address = module ? run.origins.flatMap((origin) => (origin.kind === 'constant' && /^https?:\/\//i.test(origin.text) ? [origin.text] : []))[0] : undefined;
  if (address !== undefined) {
    const trusted = ['own', 'registry', 'local'].includes(ofAddress(later, address));
    return { severity: trusted ? 'low' : 'high', confidence: 'medium', words: `a module that it fetches from ${quoted(hostOfAddress(address) ?? address)}` };
  }
  const remote = run.origins.find((origin) => origin.kind === 'remote');
  const given = run.origins.some(({ kind }) => kind === 'argument');
  if (remote?.kind === 'remote' && !module && !(given && remote.from === undefined)) {
    const teller = remote.from === undefined ? 'open' : ofAddress(later, remote.from);
    const trusted = teller === 'own' || teller === 'registry' || teller === 'local';
    return { severity: trusted ? 'medium' : 'high', confidence: remote.from === undefined ? 'medium' : 'high', words: `${what} that it fetches${remote.from === undefined ? '' : ` from ${quoted(remote.from)}`}` };
  }
  const carrier = run.origins.flatMap((origin) => (origin.kind === 'file' && origin.path !== undefined && NO_CODE.test(origin.path.slice(-300)) ? [origin.path] : []))[0];
  if (carrier !== undefined && !module && !worker) return { severity: 'high', confidence: 'medium', words: `code out of ${quoted(carrier)}, which by its name holds none` };
  if (run.origins.some(({ kind }) => kind === 'hidden')) {
    const obfuscated = later.behaviors.some((behavior) => behavior.kind === 'obfuscation' && behavior.place.path === run.place.path && behavior.technique !== 'encoded-literal' && behavior.technique !== 'escapes');
    const decrypted = run.origins.some((origin) => origin.kind === 'hidden' && /^decoded by (?:crypto|crypto-js|node-forge|tweetnacl)$/.test(origin.why));
    return { severity: obfuscated || decrypted ? 'high' : 'medium', confidence: 'medium', words: decrypted ? `${what} that stands in it encrypted` : `${what} that its source hides` };
  }
  // An update of a compiler is no news, and a module's name is mostly a setting.
  if (module || worker || before.has(run.api)) return { severity: 'info', confidence: 'low', words: `${what} by ${quoted(run.api)}` };
  const fixed = run.origins.every(({ kind }) => kind === 'constant');
  return { severity: fixed || !given ? 'low' : before.size > 0 ? 'low' : 'medium', confidence: fixed ? 'medium' : 'low', words: given ? 'code that it makes of what callers give' : 'code of its own making' };
}

// A word or an alphabet's character in escapes is no payload.
function isDecoded(via: Parameters<typeof isHidden>[0], text: string): boolean {
  return isHidden(via) && text.length > 12 && via?.some((transform) => transform !== 'escapes' && transform !== 'url-encoding') === true;
}

function nowWords({ api, origins, code }: DynamicCodeBehavior): string {
  const kinds = [...new Set(origins.map((origin) => (origin.kind === 'constant' && isDecoded(origin.via, origin.text) ? 'a decoded constant' : WORDS[origin.kind])))];
  return `${quoted(api)} of ${kinds.slice(0, 3).join(', ') || 'an unknown value'}${code === undefined ? '' : `: ${quoted(code)}`}`;
}

const WORDS: Readonly<Record<DynamicCodeBehavior['origins'][number]['kind'], string>> = {
  constant: 'a constant', argument: 'what callers give', environment: 'a setting', remote: 'what is fetched', file: 'a file', machine: 'the machine', clock: 'the time', random: 'chance', hidden: 'a hidden value', unknown: 'an unknown value',
};
