import { checkLoaded } from '../../platform/deploy/check-packages.ts';
import { editable } from '../../platform/deploy/format-packages.ts';
import type { SemverChange } from '../../platform/deploy/semver-change.ts';
import { checkVersions } from '../../platform/deploy/version-problems.ts';
import { checkCanonical } from '../../platform/packages/check-canonical.ts';
import { loadPackages } from '../../platform/packages/load.ts';
import { loadAgainst } from './against.ts';
import { annotate } from './annotate.ts';
import type { CheckOptions } from './commands/check.ts';
import { EXIT } from './exit.ts';
import { packageDirs } from './package-dirs.ts';
import { countInWords, print, problemsInWords } from './print.ts';
import { reportedProblems } from './reported.ts';

/** Checks packages, and where asked, whether their versions say enough; writes the reports that were asked for. */
export async function runCheck(dirs: string[], options: CheckOptions): Promise<void> {
  const wanted = packageDirs(dirs);
  const loaded = await loadPackages(wanted);
  const found = [...checkLoaded(loaded), ...editable(loaded).flatMap(checkCanonical)];
  const isCompared = options.against.length > 0 || options.againstOrg === true;
  const versions = isCompared ? checkVersions(loaded, await loadAgainst(options)) : undefined;
  const problems = [...found, ...(versions?.problems ?? [])];
  if (options.sarif) {
    const { saveSarif } = await import('./sarif.ts');
    await saveSarif(options.sarif, reportedProblems(problems, wanted));
  }
  if (options.junit) {
    const [{ saveJUnit }, { checkSuites }] = await Promise.all([import('./junit.ts'), import('./check-junit.ts')]);
    await saveJUnit(options.junit, checkSuites(loaded, problems, wanted));
  }
  annotate(problems, wanted);
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  const answer = { ok: !hasErrors, problems, ...(versions ? { versions: versions.changes } : {}) };
  const words = [
    ...(versions ? [versionsInWords(versions.changes)] : []),
    problems.length === 0 ? 'No problems.' : `${problemsInWords(problems, wanted)}\n${countInWords(problems)}`,
  ];
  print(answer, words.join('\n'), options);
  process.exitCode = hasErrors ? EXIT.problems : EXIT.done;
}

const SHOWN = 20;

function versionsInWords(changes: readonly SemverChange[]): string {
  if (changes.length === 0) return 'None of these packages is among those to compare with.';
  return changes.map(versionInWords).join('\n');
}

function versionInWords({ package: name, before, after, level, needs, isEnough, reasons }: SemverChange): string {
  if (level === 'none') return `${name} ${after}: as ${before}.`;
  const verdict = isEnough ? `${after} is enough` : `${after} is too low`;
  const more = reasons.length > SHOWN ? [`  … and ${reasons.length - SHOWN} more (--json shows all)`] : [];
  return [
    `${name} ${before} → ${after}: a ${level} change, which needs ${needs} or higher; ${verdict}.`,
    ...reasons.slice(0, SHOWN).map((reason) => `  ${reason.level}  ${reason.label}  ${reason.message}`),
    ...more,
  ].join('\n');
}
