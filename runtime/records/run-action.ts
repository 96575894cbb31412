import { isBlank } from '../../platform/expressions/evaluate.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { findByName } from '../../platform/kinds/find.ts';
import { findField } from '../../platform/layers/find.ts';
import type { ActionDef, FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import { refuse } from '../errors.ts';
import { compiledConditions, runConditions } from '../rules/conditions.ts';
import { loadFacts } from '../rules/facts.ts';
import { actionsOffered, isPermitted } from './available-actions.ts';
import { addError, type Change, openChanges, refuseChange, type Save, type SaveContext, type Stage } from './change.ts';
import { runPipeline } from './pipeline.ts';
import { changeOf, pinModel, visibleObject } from './save.ts';
import type { ActionRequest, SaveOutcome } from './save-request.ts';
import { checkRequired } from './stages/check-required.ts';
import { checkRules, shownFields } from './stages/check-rules.ts';
import { checkUnique } from './stages/check-unique.ts';
import { loadExisting } from './stages/load-existing.ts';
import { parseValue, parseValues } from './stages/parse-values.ts';
import { readInput } from './stages/read-input.ts';
import { resolveReferences } from './stages/resolve-references.ts';
import { writeRecords } from './write.ts';

/**
 * Takes an action on records: moves their state and writes its inputs and sets through the save pipeline, in the
 * action's own right for exactly these fields. The person needs to see the record and to be permitted the action, no
 * more. All problems come back at once, as from `save`.
 */
export async function runAction(context: SaveContext, request: ActionRequest): Promise<readonly SaveOutcome[]> {
  const object = visibleObject(context, request.object, { kind: 'person' });
  const action = permittedAction(context, object, request.action);
  await pinModel(context, { kind: 'person' });
  const save: Save = {
    context,
    object,
    authority: { kind: 'action', fields: new Set(action.inputs.map((input) => input.field)) },
    changes: request.records.map(({ id, version, inputs }, index) =>
      changeOf({ index, operation: 'update', id, version, input: inputs }),
    ),
  };
  return runPipeline(save, { stages: actionStages(action), write: writeRecords }, request.allOrNone);
}

function actionStages(action: ActionDef): readonly Stage[] {
  return [
    readInput,
    loadExisting,
    (save) => checkOffered(save, action),
    parseValues,
    resolveReferences,
    (save) => checkInputs(save, action),
    (save) => applySets(save, action),
    (save) => checkGuards(save, action),
    checkRequired,
    checkRules,
    checkUnique,
  ];
}

function permittedAction(context: SaveContext, object: ObjectDef, name: string): ActionDef {
  const action = findByName(object.actions, name);
  if (!action) throw refuse('NOT_FOUND', `${object.name} has no action ${name}.`);
  if (isPermitted(context, action)) return action;
  throw refuse(
    'INSUFFICIENT_ACCESS_OR_READONLY',
    `You are not allowed to ${lowerFirst(action.label)} ${object.pluralLabel}.`,
    {
      hint: `A permission set with the action ${object.name}.${action.name} gives this right.`,
    },
  );
}

/** The record is in one of the action's states, and its own condition holds for this person. */
async function checkOffered(save: Save, action: ActionDef): Promise<void> {
  const changes = openChanges(save).filter((change) => change.before);
  const rows = changes.flatMap((change) => (change.before ? [change.before] : []));
  const offered = await actionsOffered(save.context, save.object, { rows, actions: [action] });
  for (const change of changes) if (!offered.get(change.id ?? '')?.includes(action)) refuseAction(save, change, action);
}

/** Names the state that is in the way, to those who may see it. */
function refuseAction(save: Save, change: Change, action: ActionDef): void {
  const field = save.object.fields.get(action.stateField);
  const state = String(change.before?.values[action.stateField] ?? '');
  const fields = action.from.includes(state) ? [] : shownFields(save, action.stateField);
  const isTold = field !== undefined && fields.length > 0;
  const reason = isTold
    ? `${field.label} is ${labelOf(field, state) || 'blank'}`
    : 'it is not offered to you for this record';
  const hint = `It can be done from ${action.from.map((each) => labelOf(field, each)).join(', ')}.`;
  const message = `${action.label} is not possible: ${reason}.`;
  refuseChange(change, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, { fields, ...(isTold ? { hint } : {}) });
}

function checkInputs(save: Save, action: ActionDef): void {
  for (const change of openChanges(save)) {
    for (const input of action.inputs) {
      if (!input.isRequired || change.faulty.has(input.field)) continue;
      const field = save.object.fields.get(input.field);
      // What stood there before is no answer to what the action asks now.
      if (change.given.has(input.field) && !isBlank(change.after[input.field] ?? null)) continue;
      const message = input.message ?? `Enter ${field?.label ?? input.field}.`;
      addError(change, 'REQUIRED_FIELD_MISSING', message, { fields: [input.field] });
    }
  }
}

/** Sets what the action sets: the new state, literals, and what facts say at this moment. */
async function applySets(save: Save, action: ActionDef): Promise<void> {
  const changes = openChanges(save);
  const paths = action.sets.flatMap(({ to }) => ('fact' in to ? [to.fact.split('.')] : []));
  const facts = await loadFacts(save.context, save.object, paths, changes);
  for (const [index, change] of changes.entries()) {
    const factOf = facts[index];
    for (const { field: name, to } of action.sets) {
      const field = findField(save.object, name);
      if (field) parseValue(change, field, 'fact' in to ? (factOf?.(to.fact.split('.')) ?? null) : to.value);
    }
    const stateField = save.object.fields.get(action.stateField);
    if (stateField && action.to !== undefined) parseValue(change, stateField, action.to);
  }
}

/** Guards speak of the record as it will be, and of its undeleted children. */
async function checkGuards(save: Save, action: ActionDef): Promise<void> {
  if (action.guards.length === 0) return;
  const changes = openChanges(save);
  const guards = compiledConditions(save.context.live, `Guards of ${action.object}.${action.name}`, () => ({
    object: save.object,
    place: 'actionGuard',
    conditions: action.guards.map((guard) => ({ name: guard.name, condition: guard.errorCondition })),
  }));
  const held = await runConditions(save.context, guards, changes);
  for (const [index, change] of changes.entries()) {
    for (const guard of action.guards) {
      const isFaulty = [...(guards.fields.get(guard.name) ?? [])].some((field) => change.faulty.has(field));
      if (!held[index]?.has(guard.name) || isFaulty) continue;
      const fields = shownFields(save, guard.errorDisplayField);
      const component = `${action.object}.${action.name}`;
      const element = elementId({ kind: 'action', component, path: ['guards', guard.name] });
      change.errors.push({
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: guard.errorMessage,
        fields,
        element,
      });
    }
  }
}

function labelOf(field: FieldDef | undefined, value: string): string {
  if (!field || fieldTypes[field.type].valueClass !== 'choice') return value;
  return field.values?.find((choice) => choice.value === value)?.label ?? value;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
