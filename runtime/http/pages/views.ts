import { conditionSentence } from '../../../platform/expressions/sentence.ts';
import type { ListViewDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { Access } from '../../engine.ts';
import { conditionPaths, visiblePath } from './paths.ts';

/** List views of an object that the person may use: a filter on what they may not see would tell them of it. */
export function visibleViews(access: Access, object: ObjectDef): readonly ListViewDef[] {
  const isVisible = ({ filter }: ListViewDef) =>
    !filter || conditionPaths(filter).every((path) => visiblePath(access, object, path) !== undefined);
  return [...object.listViews.values()]
    .filter(isVisible)
    .sort((one, other) => one.order - other.order || (one.name < other.name ? -1 : 1));
}

/** The filter of a view in words; without one, that it shows everything. */
export function viewSentence(access: Access, object: ObjectDef, { filter }: ListViewDef): string {
  if (!filter) return `All ${object.pluralLabel} that you may see.`;
  const sentence = conditionSentence(filter, {
    label: (fact) => GLOBAL_LABELS[fact] ?? pathLabel(access, object, fact),
    value: (fact, value) => {
      const values = visiblePath(access, object, fact)?.field.values;
      return values?.find((choice) => choice.value === value)?.label ?? String(value);
    },
  });
  return `${sentence}.`;
}

const GLOBAL_LABELS: Readonly<Record<string, string>> = {
  '$User.Id': 'you',
  '$User.Username': 'your username',
  '$User.Name': 'your name',
  '$User.Email': 'your email',
  $Now: 'now',
  $Today: 'today',
};

function pathLabel(access: Access, object: ObjectDef, path: string): string {
  const visible = visiblePath(access, object, path);
  if (!visible) return path;
  const steps = path.split('.');
  if (steps.length === 1) return visible.field.label;
  const parent = visiblePath(access, object, [...steps.slice(0, -2), 'Id'].join('.'));
  return parent
    ? `${steps.at(-2)?.replace(/__r$/, '').replaceAll('_', ' ')} ${visible.field.label}`
    : visible.field.label;
}
