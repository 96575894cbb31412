import { fieldTypes } from '../../fields/registry.ts';
import { checkCondition } from '../condition-scope.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView, ObjectView } from '../model-view.ts';
import type { SharingRuleProperties } from './schema.ts';

type UserAttribute = Exclude<SharingRuleProperties['userAttribute'], undefined>;

/** A sharing rule opens records of an object that has sharing of its own, to people and by facts that exist. */
export function checkSharingRule({ value }: ComponentView, model: ModelView): Finding[] {
  const { object: name, sharedTo, ownedBy, criteria, userAttribute } = value as SharingRuleProperties; // fits the schema
  const object = model.objects.get(name);
  const findings = [...checkRoles(sharedTo, '/sharedTo', model), ...checkRoles(ownedBy ?? {}, '/ownedBy', model)];
  if (object === undefined) {
    return [
      ...findings,
      danglingReference({ pointer: '/object', what: 'object', found: name, candidates: model.objects.keys() }),
    ];
  }
  if (object.sharing === 'ControlledByParent') {
    findings.push(
      finding(
        'CONTROLLED_BY_PARENT',
        '/object',
        `Access to ${name} follows its master; share the master instead.`,
        name,
      ),
    );
  }
  const condition = { condition: criteria, place: 'sharingRule', pointer: '/criteria' } as const;
  if (criteria !== undefined) findings.push(...checkCondition(model, object, condition));
  if (userAttribute !== undefined) findings.push(...checkAttribute(model, object, userAttribute));
  return findings;
}

type People = Extract<SharingRuleProperties['sharedTo'], { roles?: unknown }>;

function checkRoles(people: People | { readonly allUsers: true }, pointer: string, { roles }: ModelView): Finding[] {
  if ('allUsers' in people) return [];
  return (['roles', 'rolesAndSubordinates'] as const).flatMap((list) =>
    (people[list] ?? []).flatMap((found, index) => {
      if (roles.has(found)) return [];
      const at = pointer + pointerTo(list, index);
      return [danglingReference({ pointer: at, what: 'role', found, candidates: roles.keys() })];
    }),
  );
}

/** The record's field and the person's value must be of one class, and of one object where they are references. */
function checkAttribute(model: ModelView, shared: ObjectView, attribute: UserAttribute): Finding[] {
  const pointer = '/userAttribute';
  const source = model.objects.get(attribute.object);
  const field = findField(shared, attribute.field, `${pointer}/field`);
  if (source === undefined) {
    const at = `${pointer}/object`;
    const dangling = danglingReference({
      pointer: at,
      what: 'object',
      found: attribute.object,
      candidates: model.objects.keys(),
    });
    return [...field.findings, dangling];
  }
  const user = findField(source, attribute.userField, `${pointer}/userField`);
  const given = findField(source, attribute.valueField, `${pointer}/valueField`);
  const findings = [...field.findings, ...user.findings, ...given.findings];
  if (user.field !== undefined && user.field.references !== 'User') {
    const message = `${attribute.userField} must be a lookup to User.`;
    findings.push(finding('WRONG_FIELD_TYPE', `${pointer}/userField`, message, attribute.userField));
  }
  if (field.field !== undefined && given.field !== undefined && !areComparable(field.field, given.field)) {
    const message = `${attribute.valueField} and ${attribute.field} cannot be compared: their types differ.`;
    findings.push(finding('WRONG_FIELD_TYPE', `${pointer}/valueField`, message, attribute.valueField));
  }
  const condition = { condition: attribute.where, place: 'sharingRule', pointer: `${pointer}/where` } as const;
  return attribute.where === undefined ? findings : [...findings, ...checkCondition(model, source, condition)];
}

function findField(object: ObjectView, name: string, pointer: string): { field?: FieldView; findings: Finding[] } {
  const field = object.fields.get(name);
  if (field !== undefined) return { field, findings: [] };
  const what = `field of ${object.name}`;
  return { findings: [danglingReference({ pointer, what, found: name, candidates: object.fields.keys() })] };
}

function areComparable(a: FieldView, b: FieldView): boolean {
  const [left, right] = [fieldTypes[a.type].valueClass, fieldTypes[b.type].valueClass];
  const texts = ['text', 'choice'];
  return (left === right && a.references === b.references) || (texts.includes(left) && texts.includes(right));
}
