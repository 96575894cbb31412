import type { Json } from '../../json.ts';
import type { KindReferences, Names } from '../reference.ts';
import { eachOf, membersOf, textOf } from '../reference-properties.ts';

/** A sharing rule names its object, the roles that it is about, and what it matches. */
export const sharingRuleReferences: KindReferences = {
  properties: (rule, names) => {
    const { properties } = rule;
    const object = textOf(rule, 'object', names);
    return {
      object: names.component('object', properties.object, 'whose records it shares'),
      criteria: names.condition(object, properties.criteria, 'in the criteria'),
      sharedTo: peopleNames(properties.sharedTo, names),
      ownedBy: peopleNames(properties.ownedBy, names),
      userAttribute: attributeNames(properties.userAttribute, object, names),
    };
  },
};

function peopleNames(people: Json | undefined, names: Names): Json | undefined {
  const role = (name: Json) => names.component('role', name, 'who it is about');
  return membersOf(people, ({ roles, rolesAndSubordinates }) => ({
    roles: eachOf(roles, role),
    rolesAndSubordinates: eachOf(rolesAndSubordinates, role),
  }));
}

function attributeNames(attribute: Json | undefined, shared: string, names: Names): Json | undefined {
  const given = 'gives people what they have';
  return membersOf(attribute, ({ field, object, userField, valueField, where }) => {
    const source = typeof object === 'string' ? object : '';
    return {
      field: names.field(shared, field, 'matched with what the person has'),
      object: names.component('object', object, given),
      userField: names.field(source, userField, given),
      valueField: names.field(source, valueField, given),
      where: names.condition(source, where, 'which records count'),
    };
  });
}
