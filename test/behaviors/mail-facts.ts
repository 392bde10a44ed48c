// Mail facts of one source file or of several, in the order of their places.
import { analyse } from '../../src/behaviors/analyse.ts';
import { mail } from '../../src/behaviors/mail.ts';
import type { MailBehavior } from '../../src/model/behavior.ts';

export function mailFacts(source: string | Readonly<Record<string, string>>): readonly MailBehavior[] {
  const files = Object.entries(typeof source === 'string' ? { 'index.js': source } : source).map(([path, text]) => ({ path, text }));
  const { behaviors, problems } = analyse({ files }, [mail]);
  const own = problems.filter(({ code }) => code === 'reader-failed');
  if (own.length > 0) throw new Error(own[0]?.message ?? 'failed');
  return behaviors.filter((behavior): behavior is MailBehavior => behavior.kind === 'mail');
}
