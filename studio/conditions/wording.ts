import type { Condition } from '../../platform/expressions/expression.ts';
import { conditionSentence } from '../../platform/expressions/sentence.ts';
import type { Catalog } from '../draft/catalog.ts';
import { factInfo, type Place } from './facts.ts';

/** A condition in the labels that people know: "Status is Draft and Title is blank". */
export function conditionWords(catalog: Catalog, place: Place, condition: Condition): string {
  return conditionSentence(condition, {
    label: (fact) => factInfo(catalog, place, fact)?.label ?? fact,
    value: (fact, value) => {
      const choice = factInfo(catalog, place, fact)?.values.find((one) => one.value === value);
      if (choice) return choice.label;
      return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    },
  });
}
