import type { Json } from '../json.ts';
import { type Decide, decideBy, isAbout, type MetConflict, placeOf } from '../layers/decide.ts';
import type { Conflict, Decision } from '../layers/org-layer.ts';
import type { Problem } from '../problem.ts';
import type { DecidedConflict } from './deploy-result.ts';
import type { DeployRequest } from './request.ts';

/** Conflicts by whether they were decided, and what is wrong: those left open, and decisions that decide nothing. */
export function settleConflicts(
  conflicts: readonly MetConflict[],
  request: DeployRequest,
): { readonly open: readonly Conflict[]; readonly decided: readonly DecidedConflict[]; readonly problems: Problem[] } {
  const open = conflicts.filter(({ choose }) => choose === undefined);
  return {
    open,
    decided: conflicts.flatMap(({ choose, ...conflict }) =>
      choose === undefined ? [] : { ...conflict, choose, decidedBy: request.by },
    ),
    problems: [
      ...open.map((conflict) => openConflict(conflict, otherSide(request))),
      ...checkDecisions(decidingOf(request).decisions ?? [], conflicts),
    ],
  };
}

/** Whether a request may decide conflicts at all: what it merges then is no going on from what was merged before. */
export function mayDecide(request: DeployRequest): boolean {
  return request.kind === 'packages' || (request.kind === 'publish' && request.promotion !== undefined);
}

/** Who says which side holds. */
export function decideOf(request: DeployRequest): Decide {
  return decideBy(decidingOf(request));
}

/** Whoever deploys packages or brings another org's changes decides; edits and rollbacks meet no other side. */
function decidingOf(request: DeployRequest): Parameters<typeof decideBy>[0] {
  if (request.kind === 'packages') return request;
  return request.kind === 'publish' ? (request.promotion ?? {}) : {};
}

function otherSide(request: DeployRequest): string {
  const source = request.kind === 'publish' ? request.promotion?.source : undefined;
  return source === undefined ? 'the package' : `org ${source.org}`;
}

/** A decision must find its conflict, with the values that it weighed; a person looks again at what moved on. */
function checkDecisions(decisions: readonly Decision[], conflicts: readonly MetConflict[]): Problem[] {
  const byPlace = new Map(conflicts.map((conflict) => [placeOf(conflict), conflict]));
  const seen = new Set<string>();
  return decisions.flatMap((decision) => {
    const place = placeOf(decision);
    const isRepeated = seen.has(place);
    seen.add(place);
    if (isRepeated) return [wrong('DUPLICATE_DECISION', decision, 'is decided twice; keep one decision.')];
    const conflict = byPlace.get(place);
    if (conflict === undefined)
      return [wrong('STALE_DECISION', decision, 'is in no conflict (any more); take the decision out.')];
    if (isAbout(decision, conflict)) return [];
    const said = `is decided for other values than are in conflict now (ours ${show(conflict.ours)}, theirs ${show(conflict.theirs)})`;
    return [wrong('OUTDATED_DECISION', decision, `${said}; look at it again.`)];
  });
}

function openConflict({ element, property, theirs, ours, by, at }: Conflict, other: string): Problem {
  const what = property === undefined ? `${element} was` : `${element}: "${property}" was`;
  const did = (value: Json | undefined) => (value !== undefined ? 'changed' : 'removed');
  const message = `${what} ${did(theirs)} by ${other} and, on ${at}, ${did(ours)} by ${by}. Decide which holds: ours (this org's) or theirs (that of ${other}).`;
  return { code: 'CONFLICT', severity: 'error', message, element };
}

function wrong(code: string, { element, property }: Decision, what: string): Problem {
  const place = property === undefined ? element : `${element}: "${property}"`;
  return { code, severity: 'error', message: `${place} ${what}`, element };
}

function show(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
