import { fieldTypes } from '../../fields/registry.ts';
import { resolveFieldPath } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentsOf, ComponentView, ModelView, ObjectView } from '../model-view.ts';
import { type Items, sorted } from '../sorted.ts';
import { type Cast, checkRef, checkWho, objectNamed, shippedValues } from './cast.ts';
import { checkExpectation } from './check-expectation.ts';
import { checkWhere, checkWritten } from './check-values.ts';
import type { GivenProperties, PersonProperties, ScenarioProperties, StepProperties } from './schema.ts';
import { STEPS, type StepProperty } from './steps.ts';

type ScenarioFile = ScenarioProperties & {
  readonly people?: Items<PersonProperties>;
  readonly given?: Items<GivenProperties>;
  readonly steps?: Items<StepProperties>;
};

/**
 * Plays a scenario through in names alone: everybody and everything is there before it is named, steps say what they
 * need and no more, and what they expect is something that can come of them. All of it is a warning, which `formwork
 * check` and `formwork test` make an error: a test keeps nobody from changing what it tests.
 */
export function checkScenario(component: ComponentView, model: ModelView, componentsOf: ComponentsOf): Finding[] {
  return playThrough(component, model, componentsOf).map((each) => ({ ...each, severity: 'warning' }));
}

function playThrough({ value }: ComponentView, model: ModelView, componentsOf: ComponentsOf): Finding[] {
  const scenario = value as ScenarioFile; // fits the kind's schema
  const { people = {}, given = {}, steps = {}, now, as } = scenario;
  if (Object.keys(steps).length === 0) {
    return [finding('MISSING_ITEMS', '/steps', 'A scenario needs at least one step.')];
  }
  const cast: Cast = {
    model,
    people: Object.keys(people),
    usernames: shippedValues(componentsOf, 'User', 'Username'),
    known: new Map(),
    names: new Set([...Object.keys(people), ...Object.keys(given), ...namesOfSteps(steps)]),
  };
  return [
    ...checkClock(now, '/now'),
    ...checkWho(cast, as, '/as'),
    ...sorted(people).flatMap(([name, person]) => checkPerson(cast, { name, person, componentsOf })),
    ...sorted(given).flatMap(([name, record]) => checkGiven(cast, name, record)),
    ...sorted(steps).flatMap(([name, step]) => checkStep(cast, { name, step, isNobody: as === undefined })),
  ];
}

function namesOfSteps(steps: Items<StepProperties>): string[] {
  return Object.entries(steps).flatMap(([name, step]) => (makesRecord(step) ? [name] : []));
}

function makesRecord({ do: kind }: StepProperties): boolean {
  return kind === 'create' || kind === 'find';
}

function checkClock(now: string | undefined, pointer: string): Finding[] {
  if (now === undefined || fieldTypes.DateTime.parse(now, {}, 'The clock').ok) return [];
  return [finding('WRONG_VALUE', pointer, `There is no such moment: ${now}.`, now)];
}

interface Called<T> {
  readonly name: string;
  readonly item: T;
}

/** A name that a person or an earlier record has already would mean two things. */
function introduce({ known }: Cast, { name, item: object }: Called<string>, pointer: string): Finding[] {
  const before = known.get(name);
  known.set(name, object);
  if (before === undefined) return [];
  return [finding('DUPLICATE_NAME', pointer, `"${name}" is the name of a person or an earlier record already.`, name)];
}

function checkPerson(
  cast: Cast,
  { name, person, componentsOf }: { name: string; person: PersonProperties; componentsOf: ComponentsOf },
): Finding[] {
  const pointer = pointerTo('people', name);
  const { permissionSets = [], role, groups = [], values } = person;
  const sets = componentsOf('permissionSet').map((each) => each.name);
  const shippedGroups = shippedValues(componentsOf, 'Group', 'DeveloperName');
  const user = cast.model.objects.get('User');
  const absent = (found: string, what: string, candidates: Iterable<string>, at: string): Finding[] =>
    [...candidates].includes(found) ? [] : [danglingReference({ pointer: pointer + at, what, found, candidates })];
  return [
    ...introduce(cast, { name, item: 'User' }, pointer),
    ...permissionSets.flatMap((set, index) => absent(set, 'permission set', sets, pointerTo('permissionSets', index))),
    ...(role === undefined ? [] : absent(role, 'role', [...cast.model.roles.keys()], '/role')),
    ...groups.flatMap((group, index) => absent(group, 'shipped group', shippedGroups, pointerTo('groups', index))),
    ...(user === undefined ? [] : checkWritten(cast, user, { values, pointer: `${pointer}/values`, mustFit: true })),
  ];
}

function checkGiven(cast: Cast, name: string, { object: objectName, values, where, as }: GivenProperties): Finding[] {
  const pointer = pointerTo('given', name);
  const { object, findings } = objectNamed(cast, objectName, `${pointer}/object`);
  const both = 'Give either "values", to make a record, or "where", to find one that is there.';
  const isBoth = where !== undefined && (values !== undefined || as !== undefined);
  return [
    ...findings,
    ...checkWho(cast, as, `${pointer}/as`),
    ...(isBoth ? [finding('CONTRADICTION', `${pointer}/where`, both)] : []),
    ...(object === undefined
      ? []
      : checkWritten(cast, object, { values, pointer: `${pointer}/values`, mustFit: true })),
    ...(object === undefined ? [] : checkWhere(cast, object, { condition: where, pointer: `${pointer}/where` })),
    ...introduce(cast, { name, item: objectName }, pointer),
  ];
}

function checkStep(
  cast: Cast,
  { name, step, isNobody }: { name: string; step: StepProperties; isNobody: boolean },
): Finding[] {
  const pointer = pointerTo('steps', name);
  const { object, findings } = objectOfStep(cast, step, pointer);
  const at = { step, object, pointer };
  const who =
    isNobody && step.as === undefined
      ? [finding('WRONG_STEP', pointer, 'Nobody takes this step: say who with "as", here or for the scenario.')]
      : checkWho(cast, step.as, `${pointer}/as`);
  const own = [
    ...checkProperties(step, pointer),
    ...who,
    ...checkClock(step.now, `${pointer}/now`),
    ...findings,
    ...(object === undefined ? [] : checkOfObject(cast, object, { step, pointer })),
  ];
  const introduced =
    makesRecord(step) && step.object !== undefined ? introduce(cast, { name, item: step.object }, pointer) : [];
  return [...own, ...introduced, ...checkExpectation(cast, at)];
}

/** What the step needs is there, and nothing that says nothing. */
function checkProperties(step: StepProperties, pointer: string): Finding[] {
  const { needs, takes } = STEPS[step.do];
  const own: readonly string[] = ['order', 'do', 'as', 'now', 'expect', ...needs, ...takes];
  const isGiven = (name: StepProperty) => step[name] !== undefined;
  return [
    ...needs
      .filter((name) => !isGiven(name))
      .map((name) => finding('WRONG_STEP', pointer, `A step that does "${step.do}" needs "${name}".`)),
    ...Object.keys(step)
      .filter((name) => !own.includes(name))
      .map((name) => {
        const message = `A step that does "${step.do}" takes no "${name}"; it takes ${[...needs, ...takes].join(', ')}.`;
        return finding('WRONG_STEP', pointer + pointerTo(name), message, name);
      }),
  ];
}

function objectOfStep(
  cast: Cast,
  { object, record }: StepProperties,
  pointer: string,
): { readonly object?: ObjectView; readonly findings: Finding[] } {
  if (record === undefined)
    return object === undefined ? { findings: [] } : objectNamed(cast, object, `${pointer}/object`);
  const findings = checkRef(cast, { name: record, pointer: `${pointer}/record` });
  const found = cast.model.objects.get(cast.known.get(record) ?? '');
  return found === undefined ? { findings } : { object: found, findings };
}

function checkOfObject(
  cast: Cast,
  object: ObjectView,
  { step, pointer }: { readonly step: StepProperties; readonly pointer: string },
): Finding[] {
  const { values, where, view, action, select = [], expect } = step;
  const mustFit = expect?.errors === undefined;
  return [
    ...checkWritten(cast, object, { values, pointer: `${pointer}/values`, mustFit }),
    ...checkWhere(cast, object, { condition: where, pointer: `${pointer}/where` }),
    ...select.flatMap((path, index) => {
      const at = `${pointer}${pointerTo('select', index)}`;
      return resolveFieldPath(cast.model, object, { path, pointer: at }).findings;
    }),
    ...(action === undefined ? [] : checkAction(cast, object, { step, action, pointer })),
    ...(view === undefined || object.listViews.has(view)
      ? []
      : [
          danglingReference({
            pointer: `${pointer}/view`,
            what: `list view of ${object.name}`,
            found: view,
            candidates: object.listViews.keys(),
          }),
        ]),
  ];
}

function checkAction(
  cast: Cast,
  object: ObjectView,
  { step, action: name, pointer }: { step: StepProperties; action: string; pointer: string },
): Finding[] {
  const action = object.actions.get(name);
  const { inputs = {}, expect } = step;
  if (action === undefined) {
    const what = `action of ${object.name}`;
    const candidates = object.actions.keys();
    return [danglingReference({ pointer: `${pointer}/action`, what, found: name, candidates })];
  }
  const at = `${pointer}/inputs`;
  const fields = action.inputs.map(({ field }) => field);
  const strays = Object.keys(inputs).filter((input) => object.fields.has(input) && !fields.includes(input));
  return [
    ...checkWritten(cast, object, { values: inputs, pointer: at, mustFit: expect?.errors === undefined }),
    ...strays.map((found) =>
      danglingReference({ pointer: at + pointerTo(found), what: `input of ${name}`, found, candidates: fields }),
    ),
  ];
}
