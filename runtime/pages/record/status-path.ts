import type { FieldInfo, RecordPage } from '../../client/api.ts';

export interface PathStep {
  readonly value: string;
  readonly label: string;
  readonly state: 'done' | 'current' | 'ahead' | 'left';
}

/**
 * The steps as they are drawn. A current value that is not one of the steps (rejected, withdrawn) ends the path: it is
 * shown after steps of which none is known to be done.
 */
export function pathSteps(
  path: NonNullable<RecordPage['page']['path']>,
  field: FieldInfo | undefined,
): readonly PathStep[] {
  const position = path.steps.findIndex((step) => step.value === path.current);
  const steps = path.steps.map(({ value, label }, index) => ({
    value,
    label,
    state: stateOf(index, position, path.current),
  }));
  if (position >= 0 || path.current === null) return steps;
  const label = field?.values?.find((value) => value.value === path.current)?.label ?? path.current;
  return [...steps, { value: path.current, label, state: 'current' }];
}

/** True where the current value is not one of the steps. */
export function isOffPath(path: NonNullable<RecordPage['page']['path']>): boolean {
  return path.current !== null && !path.steps.some((step) => step.value === path.current);
}

function stateOf(index: number, position: number, current: string | null): PathStep['state'] {
  if (position < 0) return current === null ? 'ahead' : 'left';
  if (index < position) return 'done';
  return index === position ? 'current' : 'ahead';
}
