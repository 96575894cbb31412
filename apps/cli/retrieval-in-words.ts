import { relative } from 'node:path';
import type { RetrievedChange } from '../../platform/deploy/plan-retrieve.ts';
import type { Retrieval } from '../../platform/deploy/retrieve.ts';
import { conflictInWords, heading, plural, problemsInWords, short } from './print.ts';

/** What a retrieve wrote, file by file, with who changed it and when; then what it did not write, and why. */
export function retrievalInWords({ files, conflicts, left, problems }: Retrieval): string {
  const words = [
    problemsInWords(problems),
    ...files.map(({ file, action, changes }) =>
      [`${SIGNS[action]} ${relative('', file)}`, ...changes.map((change) => `    ${changeInWords(change)}`)].join('\n'),
    ),
    heading(
      'Conflicts: files and org differ here since they parted; not written',
      conflicts.map((conflict) => conflictInWords(conflict)),
    ),
    heading('Left in the org: the files of its package are not here', left.map(changeInWords)),
    outcome(files),
  ];
  return words.filter(Boolean).join('\n');
}

const SIGNS = { created: '+', changed: '~', removed: '-' } as const;

function changeInWords({ element, change, property, before, after, by, at }: RetrievedChange): string {
  const what = change === 'changed' ? `${property}: ${short(before)} → ${short(after)}` : change;
  return `${element} ${what}  (${by}, ${at.slice(0, 10)})`;
}

function outcome(files: Retrieval['files']): string {
  if (files.length === 0) return 'No file was changed.';
  const isChange = files.some(({ changes }) => changes.length > 0);
  const hint = isChange
    ? ' Review them, raise the version of each package that is published, and deploy: the changes are the packages’ then.'
    : '';
  return `${plural(files.length, 'file')} written.${hint}`;
}
