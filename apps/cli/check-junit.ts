import { SYSTEM_PACKAGE } from '../../platform/packages/element.ts';
import type { LoadedPackages } from '../../platform/packages/load.ts';
import type { Problem } from '../../platform/problem.ts';
import type { JUnitCase, JUnitSuite } from './junit.ts';
import { reportedProblems } from './reported.ts';

/** A check as JUnit has it: a suite for each package, a case for each file with errors, one that passes without any. */
export function checkSuites(
  { manifests }: Pick<LoadedPackages, 'manifests'>,
  problems: readonly Problem[],
  dirs: readonly string[],
): JUnitSuite[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const byPackage = Map.groupBy(errors, ({ file }) => packageOf(file, manifests));
  const own = [...manifests.keys()].filter((name) => name !== SYSTEM_PACKAGE);
  const names = [...own, ...(byPackage.has(undefined) ? [undefined] : [])];
  return names.map((name) => {
    const suite = name ?? 'formwork check';
    const failed = [...Map.groupBy(byPackage.get(name) ?? [], ({ file }) => file)];
    const cases = failed.map(([file, found]) => failedCase({ suite, file, found, dirs }));
    return { name: suite, cases: cases.length > 0 ? cases : [{ name: 'has no errors', className: suite }] };
  });
}

/** The package whose folder a file is in: the one with the longest path. */
function packageOf(file: string | undefined, manifests: ReadonlyMap<string, string>): string | undefined {
  const folderOf = (manifest: string) => manifest.slice(0, -'package.json'.length);
  return [...manifests]
    .filter(([, manifest]) => file?.startsWith(folderOf(manifest)))
    .sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

interface Failed {
  readonly suite: string;
  readonly file: string | undefined;
  readonly found: readonly Problem[];
  readonly dirs: readonly string[];
}

function failedCase({ suite, file, found, dirs }: Failed): JUnitCase {
  const reported = reportedProblems(found, dirs);
  const [first] = reported;
  const lines = reported.map(({ file: path, line, column, text, code }) => {
    const place = [path, line, column].filter((each) => each !== undefined).join(':');
    return `${place}: ${text} [${code}]`;
  });
  return {
    name: file ?? 'packages',
    className: suite,
    ...(first === undefined ? {} : { file: first.file }),
    failure: { type: first?.code ?? 'ERROR', message: first?.text ?? '', text: lines.join('\n') },
  };
}
