import type { Json } from '../../platform/json.ts';
import type { PersonProperties } from '../../platform/kinds/scenario/schema.ts';
import type { ApiError } from '../errors.ts';
import { runQuery } from '../query/run-query.ts';
import type { SaveContext } from '../records/change.ts';
import { saveAs } from '../records/save.ts';
import type { RecordInput, SaveOutcome } from '../records/save-request.ts';
import { introduce, type Play, PlayStopped, personContext, systemContext } from './play.ts';
import { idOf, resolveValues } from './values.ts';

/** Makes the people of a scenario, with what they hold: three saves, however many they are. */
export async function makePeople(play: Play): Promise<void> {
  const { people } = play.scenario;
  const users = people.map(([name, person], index) => ({
    Username: usernameOf(play, name, index),
    ...userValues(play, name, person),
  }));
  const made = await saveAll(play, 'User', users);
  for (const [index, [name]] of people.entries()) {
    const id = accepted(made[index], { pointer: `/people/${name}`, what: `The person "${name}"` });
    introduce(play, name, { object: 'User', id });
  }
  await grantAll(play, 'PermissionSetAssignment', ({ permissionSets = [] }) =>
    permissionSets.map((set, index) => ({
      at: `permissionSets/${index}`,
      values: { PermissionSet: { Name: set } },
      user: 'AssigneeId',
    })),
  );
  await grantAll(play, 'GroupMember', ({ groups = [] }) =>
    groups.map((group, index) => ({
      at: `groups/${index}`,
      values: { Group: { DeveloperName: group } },
      user: 'UserOrGroupId',
    })),
  );
}

/** The user who acts under a name: one of the scenario's people, or of those that a package ships. */
export async function contextOf(play: Play, who: string, pointer: string): Promise<SaveContext> {
  const userId = play.ids.get(who) ?? (await userOf(play, who));
  const context = userId === undefined ? undefined : await personContext(play, userId);
  if (context) return context;
  throw new PlayStopped({
    pointer,
    message: `There is no active user "${who}" in the org that the scenario plays in.`,
    expected: who,
    actual: null,
  });
}

function userValues(play: Play, name: string, { role, values }: PersonProperties): RecordInput {
  return {
    Name: name,
    LastName: name,
    Email: 'somebody@scenario.example',
    ...(role === undefined ? {} : { UserRole: { DeveloperName: role } }),
    ...resolveValues(play, systemContext(play), values),
  };
}

/** Short enough for a username whatever the names are; the number tells apart people whose names begin alike. */
function usernameOf(play: Play, name: string, index: number): string {
  const [person, scenario] = [name, play.scenario.name].map((each) => each.slice(0, 25));
  return `${person}.${index + 1}.${scenario}@scenario.example`.toLowerCase();
}

interface Grant {
  readonly at: string;
  readonly values: RecordInput;
  /** Field that points to the person. */
  readonly user: string;
}

async function grantAll(play: Play, object: string, grantsOf: (person: PersonProperties) => Grant[]): Promise<void> {
  const grants = play.scenario.people.flatMap(([name, person]) =>
    grantsOf(person).map((grant) => ({ ...grant, name })),
  );
  const records = grants.map(({ name, user, values }) => ({ ...values, [user]: idOf(play, name) }));
  const outcomes = await saveAll(play, object, records);
  for (const [index, { name, at }] of grants.entries())
    accepted(outcomes[index], { pointer: `/people/${name}/${at}`, what: `What "${name}" holds` });
}

function saveAll(play: Play, object: string, values: readonly RecordInput[]): Promise<readonly SaveOutcome[]> {
  if (values.length === 0) return Promise.resolve([]);
  const records = values.map((each) => ({ values: each }));
  return saveAs(systemContext(play), { operation: 'insert', object, records, allOrNone: false }, { kind: 'package' });
}

/** The id of what was saved; what should be there and is not ends the scenario. */
export function accepted(
  outcome: SaveOutcome | undefined,
  { pointer, what }: { readonly pointer: string; readonly what: string },
): string {
  if (outcome?.success && outcome.id !== null) return outcome.id;
  const errors = outcome?.errors ?? [];
  const message = `${what} cannot be made: ${errors.map((error) => error.message).join(' ')}`;
  throw new PlayStopped({ pointer, message, expected: 'made', actual: errors.map(toldError) });
}

/** An error as failures tell it. */
export function toldError({ errorCode, message, fields = [], element }: ApiError): Json {
  return { code: errorCode, message, ...(fields.length > 0 && { fields }), ...(element !== undefined && { element }) };
}

async function userOf(play: Play, username: string): Promise<string | undefined> {
  const { rows } = await runQuery(systemContext(play), {
    object: 'User',
    select: [['Id']],
    where: { kind: 'compare', path: ['Username'], operator: 'equal', operand: { kind: 'literal', value: username } },
    text: 'ignoreCase',
  });
  const id = rows[0]?.Id;
  return typeof id === 'string' ? id : undefined;
}
