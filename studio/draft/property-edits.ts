import type { Json } from '../../platform/json.ts';
import { equalJson } from '../../platform/layers/equal-json.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { ORG } from '../../platform/packages/element.ts';
import type { StudioElement } from './elements.ts';

/** The edit that gives a property a value; none where it has it already, a reset where the package says the same. */
export function propertyEdits(element: StudioElement, property: string, value: Json | undefined): Edit[] {
  const wanted = blankToAbsent(value, packageValueOf(element, property));
  if (equalJson(wanted, element.properties[property])) return [];
  const isPackages = element.owner !== ORG && equalJson(wanted, packageValueOf(element, property));
  if (isPackages) return [{ op: 'reset', element: element.id, property }];
  if (wanted === undefined) return [{ op: 'unset', element: element.id, property }];
  return [{ op: 'set', element: element.id, properties: { [property]: wanted } }];
}

/** What the owning package says, beneath what admins say. */
function packageValueOf(element: StudioElement, property: string): Json | undefined {
  const origin = element.origins[property];
  if (origin?.layer === 'org') return origin.packageValue;
  return element.owner === ORG ? undefined : element.properties[property];
}

/** No text, an unticked box and an empty object mean the same as nothing, unless the package says otherwise. */
function blankToAbsent(value: Json | undefined, packageValue: Json | undefined): Json | undefined {
  if (value === '' || value === null) return undefined;
  if (value === false && packageValue === undefined) return undefined;
  const isEmpty = typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
  return isEmpty ? undefined : value;
}
