import { relative, resolve, sep } from 'node:path';
import type { Problem } from '../../platform/problem.ts';
import { locateFile } from './package-dirs.ts';

/** A problem where a CI server looks for it. */
export interface ReportedProblem {
  readonly code: string;
  readonly severity: Problem['severity'];
  /** The message, with what was expected and what was probably meant. */
  readonly text: string;
  /** Path from the root of the repository, with slashes; of a problem without a file, what was checked. */
  readonly file: string;
  /** 1-based; absent where the problem is not in one place of a file. */
  readonly line?: number;
  readonly column?: number;
}

/** Problems of the packages in `dirs`, as reports tell them. */
export function reportedProblems(problems: readonly Problem[], dirs: readonly string[]): ReportedProblem[] {
  return problems.map((problem) => reportedProblem(problem, dirs));
}

/** The folder that paths in reports start from: the checkout of the CI server, or the current folder. */
export function reportRoot(): string {
  return resolve(process.env.GITHUB_WORKSPACE || process.env.CI_PROJECT_DIR || '.');
}

function reportedProblem(problem: Problem, dirs: readonly string[]): ReportedProblem {
  const { code, severity, file, line, column } = problem;
  const { path, inside } = file === undefined ? {} : locateFile(file, dirs);
  const whole = { code, severity, file: fromRoot(path ?? dirs[0] ?? '.') };
  const text = textOf(problem);
  if (path !== undefined && inside === undefined && line !== undefined)
    return { ...whole, text, line, column: column ?? 1 };
  // A place in a tarball, or in a file that is elsewhere, is no place in the repository: words tell it.
  const place = [inside ?? (path === undefined ? file : undefined), line, column].filter((each) => each !== undefined);
  return { ...whole, text: place.length > 0 ? `${place.join(':')}: ${text}` : text };
}

function textOf({ message, expected, suggestion }: Problem): string {
  const parts = [
    message,
    ...(expected === undefined ? [] : [`Expected ${expected}.`]),
    ...(suggestion === undefined || message.includes(`"${suggestion}"`) ? [] : [`Did you mean ${suggestion}?`]),
  ];
  return parts.join(' ');
}

function fromRoot(path: string): string {
  return relative(reportRoot(), resolve(path)).split(sep).join('/') || '.';
}
