import { isJsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { canonicalText } from './canonical.ts';
import type { PackageFiles } from './load.ts';
import { shownFile } from './package-source.ts';
import { parseJson } from './parse-json.ts';

/** A file whose text is not the canonical one of what it says. */
export interface Reformatting {
  /** In the package. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The files of a package that `formwork format` would rewrite. What is no sound JSON is left to the check. */
export function planFormat({ texts }: Pick<PackageFiles, 'texts'>): Reformatting[] {
  return [...texts].flatMap(([path, before]) => {
    const { value, problems } = parseJson(before);
    const after = problems.length === 0 && isJsonObject(value) ? canonicalText(path, value) : undefined;
    return after === undefined || after === before ? [] : [{ path, before, after }];
  });
}

/** Warns of the files of a package that are not canonical, each at the line from which on they are not. */
export function checkCanonical(files: Pick<PackageFiles, 'texts' | 'shownAs'>): Problem[] {
  return planFormat(files).map(({ path, before, after }) => ({
    code: 'NOT_CANONICAL',
    severity: 'warning',
    message: `The file is not laid out as Formwork writes it${reasonOf(before)}; \`formwork format\` does that, and changes nothing of what it says.`,
    file: shownFile(files.shownAs, path),
    pointer: '',
    ...firstDifference(before, after),
  }));
}

/** What an editor does not show. */
function reasonOf(text: string): string {
  if (text.startsWith('\uFEFF')) return ': it begins with a byte order mark';
  return text.includes('\r') ? ': it has Windows line endings' : '';
}

function firstDifference(before: string, after: string): Pick<Problem, 'line' | 'column' | 'found' | 'expected'> {
  const [found, expected] = [before.split('\n'), after.split('\n')];
  const at = expected.findIndex((line, index) => found[index] !== line);
  const index = at < 0 ? expected.length : at;
  return {
    line: Math.min(index + 1, found.length),
    column: 1,
    found: found[index] ?? 'the end of the file',
    expected: expected[index] ?? 'the end of the file',
  };
}
