import { moveInWords } from '../../platform/deploy/package-moves.ts';
import { isFelt, workInWords } from '../../platform/physical/work-in-words.ts';
import type {
  Conflict,
  DecidedConflict,
  DeployPlan,
  DeployResult,
  ElementChange,
  Loss,
  Problem,
} from '../../runtime/client/api.ts';
import { reachablePath } from './package-dirs.ts';

/** Writes a result: JSON for programs, words for people. */
export function print(result: unknown, words: string, options: { readonly json?: boolean }): void {
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : words && `${words}\n`);
}

/** Problems of one code that are shown; who made the same mistake a thousand times sees it in twenty. */
const SHOWN_PER_CODE = 20;

/**
 * Problems as a compiler tells them: place, message, then what would have been right. Their files are shown as they
 * are reached from here, where `dirs` says which folders they were found in. Of many of one sort the first are shown.
 */
export function problemsInWords(problems: readonly Problem[], dirs: readonly string[] = []): string {
  const counts = new Map<string, number>();
  const shown = problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= SHOWN_PER_CODE;
  });
  const left = [...counts].filter(([, count]) => count > SHOWN_PER_CODE);
  const more = left.map(([code, count]) => {
    return `… and ${(count - SHOWN_PER_CODE).toLocaleString('en-US')} more [${code}] (--json tells all)`;
  });
  return [...shown.map((problem) => problemInWords(problem, dirs)), ...more].join('\n');
}

/** "3 errors, 1 warning". */
export function countInWords(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
}

/** What a deploy does, for a person who must decide: elements, then tables, then records. */
export function planInWords(plan: DeployPlan): string {
  const parts = [
    heading('Packages', (plan.packages ?? []).map(moveInWords)),
    heading('Elements', plan.elements.map(elementInWords)),
    tablesInWords(plan),
    heading(
      'Records',
      plan.records.map(({ object, count }) => `${object}: ${count}`),
    ),
    heading(
      'Conflicts, to be decided (all by --prefer ours or theirs, one by one by --write-decisions and --decisions)',
      plan.conflicts.map((conflict) => conflictInWords(conflict, sourceOf(plan))),
    ),
    lossesInWords(plan),
    heading(
      'Conflicts as decided',
      (plan.decisions ?? []).map((decision) => decisionInWords(decision, sourceOf(plan))),
    ),
  ].filter(Boolean);
  return parts.length ? parts.join('\n') : 'Nothing to change.';
}

/** What a deploy takes away, with the records that hold it and what names it. */
export function lossesInWords({ losses = [], confirmation }: DeployPlan): string {
  return heading(`What is lost, to be confirmed with --confirm ${confirmation}`, losses.flatMap(lossInWords));
}

/** How a deploy ended, with what it did. */
export function deployInWords(result: DeployResult, dirs: readonly string[] = []): string {
  const outcome: Record<DeployResult['status'], string> = {
    succeeded: `Deployed: version ${result.version}, deploy ${result.deploy}.`,
    checked: checkedInWords(result),
    unchanged: 'Nothing to deploy: the org has these packages already.',
    failed: 'Not deployed. Nothing was changed.',
  };
  return [problemsInWords(result.problems, dirs), planInWords(result.plan), outcome[result.status]]
    .filter(Boolean)
    .join('\n');
}

function checkedInWords({ token }: DeployResult): string {
  const checked = 'Checked: it can be deployed. Nothing was changed.';
  return token ? `${checked}\nWithin ten days, just this: formwork deploy --token ${token}` : checked;
}

/** Of small tables what changes, of large ones also when, how long, and what nobody can do meanwhile. */
function tablesInWords({ steps, work = [] }: DeployPlan): string {
  if (!isFelt(work)) return heading('Tables', steps);
  const phases = workInWords(work).map(({ heading: title, summary, items }) =>
    heading(
      `${title}: ${summary}`,
      items.map(({ words, detail }) => (detail ? `${words} (${detail})` : words)),
    ),
  );
  return ['Tables', ...phases.map(indent)].join('\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** "1 row", "2 rows". */
export function plural(count: number, noun: string, ending = 's'): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : ending}`;
}

function problemInWords(problem: Problem, dirs: readonly string[]): string {
  const { severity, file, pointer, line, element, message, code, found, expected, suggestion } = problem;
  const position = line === undefined ? '' : `:${line}:${problem.column ?? 1}`;
  const place =
    file === undefined ? element : `${reachablePath(file, dirs)}${position}${pointer ? ` at ${pointer}` : ''}`;
  return [
    [severity, place].filter(Boolean).join(' '),
    // On one line whatever it quotes, so that no CI server takes a part of it for a command.
    `  ${message.replaceAll(/\s*[\r\n]\s*/g, ' ')} [${code}]`,
    ...(found === undefined ? [] : [`    found     ${short(found)}`]),
    ...(expected === undefined ? [] : [`    expected  ${expected}`]),
    ...(suggestion === undefined ? [] : [`    did you mean ${suggestion}?`]),
  ].join('\n');
}

const SHOWN = 40;

export function heading(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const more = lines.length > SHOWN ? [`… and ${lines.length - SHOWN} more (--json shows all)`] : [];
  return [
    `${title} (${lines.length})`,
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...more.map((line) => `  ${line}`),
  ].join('\n');
}

function elementInWords(change: ElementChange): string {
  const sign = { added: '+', changed: '~', removed: '-', moved: '>', renamed: '>' }[change.change];
  if (change.change === 'added' || change.change === 'removed') return `${sign} ${change.element}`;
  const origin = change.from === undefined ? '' : `  (was ${change.from})`;
  const properties = change.properties.map(
    ({ property, before, after }) => `${property}: ${short(before)} → ${short(after)}`,
  );
  return `${sign} ${change.element}${origin}  ${properties.join('; ')}`.trimEnd();
}

/** Who brings the other side of a conflict. */
function sourceOf({ promotion }: DeployPlan): string {
  return promotion?.org ?? 'package';
}

export function conflictInWords(
  { element, property, base, theirs, ours, by, at }: Conflict,
  source = 'package',
): string {
  return `${[element, property].filter(Boolean).join(' ')}: ${source} ${short(base)} → ${short(theirs)}, ${by} on ${at.slice(0, 10)} → ${short(ours)}`;
}

function lossInWords({ element, records, references, recoverableUntil }: Loss): string[] {
  const held = element.startsWith('object:') ? plural(records, 'record') : `values in ${plural(records, 'record')}`;
  const back =
    recoverableUntil === undefined ? '' : `, which can be brought back until ${recoverableUntil.slice(0, 10)}`;
  return [
    `- ${element}${records === 0 ? '' : `: ${held}${back}`}`,
    ...references.map((reference) => `    named by ${reference.element}: ${reference.how}`),
  ];
}

function decisionInWords(decision: DecidedConflict, source: string): string {
  return `${conflictInWords(decision, source)}: ${decision.choose} (${decision.decidedBy})`;
}

export function short(value: unknown): string {
  const text = value === undefined ? '(nothing)' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
