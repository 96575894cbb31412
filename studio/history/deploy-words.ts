import type { DeployKind, DeploySummary } from '../../platform/deploy/deploy-result.ts';
import { formatNumber } from '../../runtime/pages/format/numbers.ts';
import type { Reader } from '../../runtime/pages/format/reader.ts';

/** What kind of deploy it was. */
export const kindWords: Readonly<Record<DeployKind, string>> = {
  packages: 'Packages deployed',
  publish: 'Published in the studio',
  clone: 'Cloned from another org',
  rollback: 'Rolled back',
};

/** "3 changes", or what else happened. */
export function changeWords(deploy: Pick<DeploySummary, 'elements' | 'records'>, reader: Reader): string {
  const isData = deploy.elements === 0 && deploy.records > 0;
  const count = isData ? deploy.records : deploy.elements;
  const word = isData ? 'record' : 'change';
  return `${formatNumber(count, reader)} ${count === 1 ? word : `${word}s`}`;
}

/** A moment as the reader writes it. */
export function momentWords(at: string, { locale, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
}
