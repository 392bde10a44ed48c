// The run itself in SARIF: whether it read everything, and if not what it missed, so that a viewer shows more than zero results.
import type { Problem } from '../../model/coverage.ts';
import type { Report } from '../../model/report.ts';
import { allProblems } from '../shared/problems.ts';
import { exitWords, grouped } from '../shared/words.ts';
import { locationOf } from './results.ts';
import { messageText } from './text.ts';

/** Code scanning refuses a run with more results, and shows this many of them. */
export const UPLOAD_LIMIT = 25_000;
const SHOWN_LIMIT = 5_000;
const NOTIFICATIONS = 1_000;

/** `invocations[0]`. */
export function invocationOf(report: Report): object {
  const problems = allProblems(report.coverage);
  return {
    executionSuccessful: report.verdict.status !== 'incomplete' && problems.length === 0,
    exitCode: report.verdict.exitCode,
    exitCodeDescription: exitWords(report),
    startTimeUtc: report.startedAt,
    toolExecutionNotifications: [
      ...problems.slice(0, NOTIFICATIONS).map(problemNotification),
      ...(problems.length > NOTIFICATIONS ? [notification('error', 'problems-cut', `${grouped(problems.length - NOTIFICATIONS)} more problems; the JSON report lists them all`)] : []),
      ...limitNotifications(report.findings.length + report.accepted.length),
      ...report.verdict.notExamined.map((text) => notification('note', 'not-examined', `Not examined: ${text}`)),
      ...report.coverage.notes.map((text) => notification('note', 'coverage', text)),
    ],
  };
}

/** Descriptors of what notifications refer to. */
export function notificationIds(report: Report): readonly object[] {
  const codes = new Set(['coverage', 'not-examined', 'problems-cut', 'results-cut', ...allProblems(report.coverage).map((problem) => problem.code)]);
  return [...codes].sort().map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } }));
}

function limitNotifications(count: number): readonly object[] {
  if (count > UPLOAD_LIMIT) return [notification('error', 'results-cut', `${grouped(count - UPLOAD_LIMIT)} results are left out: code scanning takes ${grouped(UPLOAD_LIMIT)}. The JSON report lists them all`)];
  if (count > SHOWN_LIMIT) return [notification('warning', 'results-cut', `Code scanning shows ${grouped(SHOWN_LIMIT)} of these ${grouped(count)} results`)];
  return [];
}

function problemNotification(problem: Problem): object {
  const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
  return {
    ...notification('error', problem.code, `Not read in full: ${problem.message}${hint}`),
    ...(problem.path === undefined ? {} : { locations: [locationOf({ ...problem, path: problem.path })] }),
  };
}

function notification(level: 'error' | 'warning' | 'note', id: string, text: string): object {
  return { level, descriptor: { id }, message: { text: messageText(text) } };
}
