import { type ProblemCode, problemCodes } from '../../platform/deploy/problem-codes.ts';
import { anchorOf, type Block, type Doc, heading, text } from './doc.ts';
import { kindLink } from './kind-link.ts';

/** Every problem code with what to do. */
export function problemsDoc(): Doc {
  return {
    path: 'problems',
    title: 'Problem codes',
    group: 'Working with it',
    summary: 'What each code means that a check, a deploy or an import tells, and what to do about it.',
    blocks: [
      text(
        'A problem names the file with line and column, the place in it as a JSON pointer, what was found, what was',
        'expected and, where there is one, a near miss. Codes never change; messages may become clearer.',
      ),
      ...section('files', 'In files', '`formwork check` tells these, without a database; so does every deploy.'),
      ...section('deploy', 'In a deploy', 'These depend on what the org holds; nothing is applied while one is open.'),
      ...section(
        'import',
        'In an import',
        '`formwork data import` tells these of a [mapping file](imports) and its rows.',
      ),
    ],
  };
}

function section(from: ProblemCode['from'], title: string, lead: string): Block[] {
  const rows = Object.entries(problemCodes)
    .filter(([, code]) => code.from === from)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { means, todo, kinds = [] }]) => ({
      id: anchorOf(code),
      cells: [`\`${code}\``, means, todo, kinds.length > 0 ? kinds.map(kindLink).join(', ') : 'any'],
    }));
  return [
    heading(2, title),
    text(lead),
    {
      kind: 'table',
      caption: `Problems ${title.toLowerCase()}`,
      columns: ['Code', 'Means', 'What to do', 'Kinds'],
      rows,
    },
  ];
}
