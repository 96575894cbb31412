import type { DeployKind, DeployRecord } from '../../platform/deploy/deploy-result.ts';
import { countOf } from '../draft/words.ts';

/** What kind of deploy it was. */
export const kindWords: Readonly<Record<DeployKind, string>> = {
  packages: 'Packages deployed',
  publish: 'Published in the studio',
  rollback: 'Rolled back',
};

/** "3 changes", or what else happened. */
export function changeWords({ plan }: Pick<DeployRecord, 'plan'>): string {
  const records = plan.records.reduce((sum, { count }) => sum + count, 0);
  if (plan.elements.length === 0 && records > 0) return countOf(records, 'record');
  return countOf(plan.elements.length, 'change');
}

/** A moment as the reader writes it. */
export function momentWords(
  at: string,
  { locale, timeZone }: { readonly locale: string; readonly timeZone: string },
): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
}
