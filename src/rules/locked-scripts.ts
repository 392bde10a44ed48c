// A package that is new in a lockfile and runs scripts at install: how young its name is decides, as for a new dependency. Packages that
// everybody knows (esbuild, sharp) run some; a name of last week that does is what the worms of 2025 looked like.
import type { Severity } from '../model/finding.ts';
import type { LockedAddedFacts } from './contract.ts';
import { youthAt } from './dependency-age.ts';
import { answerWords } from './dependency-weights.ts';
import type { FactRemark } from './fact-findings.ts';
import { label } from './finding.ts';
import { popularLike } from './popular-packages.ts';

/** From so many versions on a name that resembles another one is in use by itself. */
const IN_USE = 10;

/** One remark. */
export function lockedScripts({ package: of, answer, scripts, now }: LockedAddedFacts): FactRemark {
  const youth = youthAt(answer, { time: now, words: 'this run' });
  const like = youth || (answer.versions ?? 0) < IN_USE ? popularLike(of.name) : undefined;
  const unknown = answer.versions === undefined && answer.created === undefined ? 'nothing is known of its age' : undefined;
  const reasons = [...(youth ? [youth.words] : []), ...(like ? [`its name can be taken for ${like.known} (${like.how})`] : []), ...(unknown === undefined ? [] : [unknown])];
  const severity: Severity = youth?.kind === 'young' || like ? 'high' : youth || unknown !== undefined ? 'medium' : 'low';
  const shown = scripts.slice(0, 3).join('; ').slice(0, 300);
  return {
    subject: ['locked', of.name],
    severity,
    confidence: severity === 'low' ? 'high' : 'medium',
    title: `${label(of.name, of.version)} is new here and runs scripts at install${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`,
    why: 'Its scripts run on every machine and in every build that takes the update, before anybody has used it. Nobody asked for the package by this name before.',
    evidence: [{ kind: 'record', text: shown }, ...answerWords({ name: of.name, spec: of.version, kind: 'dependencies', matches: [], answer })],
    change: { now: shown },
  };
}
