import { objectOfPart } from '../field-name.ts';
import type { KindReferences, Named, Names } from '../reference.ts';
import { eachOf, textOf } from '../reference-properties.ts';

/** An action names its states, what people give, what it sets, and what must hold. */
export const actionReferences: KindReferences = {
  key: ({ component, path: [collection, key = ''] }, names) => {
    const object = objectOfPart(component);
    if (collection === 'inputs') return names.field(object, key, 'an input');
    return collection === 'sets' ? names.field(object, key, 'set by it') : key;
  },
  properties: (element, names) => {
    const [collection] = element.path;
    if (collection === undefined) return actionProperties(element, names);
    if (collection === 'sets') return setProperties(element, names);
    return collection === 'guards' ? guardProperties(element, names) : {};
  },
};

function actionProperties(action: Named, names: Names) {
  const { component, properties } = action;
  const object = objectOfPart(component);
  const state = (value: Parameters<typeof names.choice>[2]) =>
    names.choice(object, textOf(action, 'stateField', names), value, 'a state of the action') ?? null;
  return {
    stateField: names.field(object, properties.stateField, 'the state it moves'),
    from: eachOf(properties.from, state),
    ...(properties.to === undefined ? {} : { to: state(properties.to) }),
    availableWhen: names.condition(object, properties.availableWhen, 'when it is available'),
  };
}

function setProperties({ component, path: [, field = ''], properties }: Named, names: Names) {
  const object = objectOfPart(component);
  return {
    fact: names.fact(object, properties.fact, 'the value it sets'),
    value: names.choice(object, field, properties.value, 'the value it sets'),
  };
}

function guardProperties({ component, properties }: Named, names: Names) {
  const object = objectOfPart(component);
  return {
    errorCondition: names.condition(object, properties.errorCondition, 'in a guard'),
    errorDisplayField: names.field(object, properties.errorDisplayField, 'where a message stands'),
  };
}
