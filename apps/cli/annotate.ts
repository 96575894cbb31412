import type { Problem } from '../../platform/problem.ts';
import { type ReportedProblem, reportedProblems } from './reported.ts';

/** In a GitHub Actions run, marks problems at their lines of the pull request. The runner reads standard error, too. */
export function annotate(problems: readonly Problem[], dirs: readonly string[]): void {
  if (process.env.GITHUB_ACTIONS !== 'true') return;
  for (const problem of reportedProblems(problems, dirs)) process.stderr.write(`${annotation(problem)}\n`);
}

/** The command by which a line of output becomes an annotation. */
export function annotation({ code, severity, text, file, line, column }: ReportedProblem): string {
  const properties = [
    `file=${escapeProperty(file)}`,
    ...(line === undefined ? [] : [`line=${line}`, `col=${column ?? 1}`]),
    `title=${escapeProperty(code)}`,
  ];
  return `::${severity} ${properties.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
