import { parseRecordId } from '../../../platform/fields/record-id.ts';
import { findObject } from '../../../platform/layers/find.ts';
import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { Access } from '../../engine.ts';
import { refuse } from '../../errors.ts';
import { mayReadObject } from '../visible.ts';

/** The object of that name, whatever its case. One that the person may not see is not there. */
export function visibleObject(access: Access, name: string): ObjectDef {
  const object = findObject(access.live.model, name);
  if (!object || !mayReadObject(access, object.name))
    throw refuse('NOT_FOUND', 'The requested resource does not exist');
  return object;
}

/** The 18-character id of a record of the object, from an address; anything else is an address that is not there. */
export function recordId(access: Access, object: ObjectDef, text: string): string {
  const id = parseRecordId(text);
  const isTheirs = id !== undefined && access.live.physical.keyPrefix(object.name) === id.slice(0, 3);
  if (!isTheirs)
    throw refuse('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${text}`, {
      hint: `Ids of ${object.name} have 15 or 18 characters and begin with ${access.live.physical.keyPrefix(object.name)}.`,
    });
  return id;
}
