import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef } from '../layers/model.ts';
import type { Use } from '../layers/uses.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import type { Problem } from '../problem.ts';
import type { DeployPlan, Loss } from './deploy-result.ts';
import { elementLabel } from './diff-elements.ts';
import type { Lost } from './lost.ts';

/** What is lost, with the items that go along, in the org as it is. */
export interface Losing {
  readonly lost: Lost;
  readonly alongUses: readonly Use[];
  readonly live: Live;
  /** ISO time until which dropped tables and columns are kept. */
  readonly until: string;
}

/** What removals take away: records that hold it, and what names it. */
export async function findLosses(db: Pick<ClientBase, 'query'>, losing: Losing): Promise<readonly Loss[]> {
  const { lost, alongUses, live, until } = losing;
  const counts = await countRecords(db, live, [...lost.elements.values()]);
  const along = new Set(alongUses.map(({ from }) => from));
  return [...lost.elements.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((element): Loss => {
      const records = counts.get(element.id) ?? 0;
      const isDropped = records > 0 && element.path.length === 0;
      return {
        element: element.id,
        label: elementLabel(element),
        records,
        references: references(lost.uses.get(element.id) ?? [], along),
        ...(isDropped ? { recoverableUntil: until } : {}),
      };
    });
}

/** The plan with its losses, and the code that says just these were seen. */
export function withLosses(plan: DeployPlan, losses: readonly Loss[]): DeployPlan {
  return losses.length === 0 ? plan : { ...plan, losses, confirmation: confirmationOf(losses) };
}

/** Why a deploy must not take anything away yet: nobody has confirmed just these losses. */
export function refuseUnconfirmed({ losses = [], confirmation }: DeployPlan, confirm: string | undefined): Problem[] {
  if (confirmation === undefined || confirm === confirmation) return [];
  const what = losses.map(inWords);
  const shown = [...what.slice(0, SHOWN), ...(what.length > SHOWN ? [`and ${what.length - SHOWN} more`] : [])].join(
    '; ',
  );
  const message = !confirm
    ? `This would take away: ${shown}. Look at it and confirm with ${confirmation}.`
    : `What would be taken away has changed since ${confirm} was confirmed. It is now: ${shown}. Look at it again and confirm with ${confirmation}.`;
  const found = confirm ? { found: confirm } : {};
  return [{ code: 'CONFIRMATION_NEEDED', severity: 'error', message, expected: confirmation, ...found }];
}

const SHOWN = 10;

/** A loss as one reads it in a sentence: "Field Order__c.Notes__c with values in 3 records, named in 2 places". */
function inWords({ label, element, records, references }: Loss): string {
  const held = element.startsWith('object:') ? plural(records, 'record') : `values in ${plural(records, 'record')}`;
  const named = references.length === 0 ? '' : `, named in ${plural(references.length, 'place')}`;
  return `${label}${records === 0 ? '' : ` with ${held}`}${named}`;
}

/**
 * A digest of what is lost and of what names it, without the counts, which move while people work. Eight letters and
 * digits are typed without a slip, and enough: the code tells what a person saw, it guards against nobody.
 */
function confirmationOf(losses: readonly Loss[]): string {
  const seen = losses.map(({ element, references }) => [element, ...references.map((each) => each.element).sort()]);
  const digest = createHash('sha256').update(JSON.stringify(seen)).digest();
  const letters = [...digest.subarray(0, 8)].map((byte) => DIGITS[byte % DIGITS.length]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** None that looks like another. */
const DIGITS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Places by what they are and how they name it; one that names two parts in the same way is told once. */
function references(uses: readonly Use[], along: ReadonlySet<ElementId>): Loss['references'] {
  const places = new Map(uses.map((use) => [`${use.from} ${use.how}`, use]));
  return [...places.values()].flatMap(({ from, how }) => {
    const address = parseElementId(from);
    if (address === undefined) return [];
    return [{ element: from, label: elementLabel(address), how: along.has(from) ? `${how}; goes with it` : how }];
  });
}

/** One thing to count in a table. */
interface Count {
  readonly element: ElementId;
  readonly object: string;
  /** SQL that is true for the records that hold it. */
  readonly condition: (parameter: (value: string) => string) => string;
}

/** As many columns as one row of an answer may well have. */
const MOST_COUNTS = 1000;

/** Records that are not deleted and hold what is lost: one statement per table, however many fields of it go. */
async function countRecords(
  db: Pick<ClientBase, 'query'>,
  live: Live,
  lost: readonly Element[],
): Promise<ReadonlyMap<ElementId, number>> {
  const found = new Map<ElementId, number>();
  const byObject = Map.groupBy(
    lost.flatMap((element) => countOf(live, element)),
    ({ object }) => object,
  );
  for (const [object, all] of byObject)
    for (let at = 0; at < all.length; at += MOST_COUNTS) {
      const counts = all.slice(at, at + MOST_COUNTS);
      const values: string[] = [];
      const parameter = (value: string) => `$${values.push(value)}`;
      const columns = counts.map(({ condition }) => `count(*) filter (where ${condition(parameter)})`);
      const table = qualified(live.physical.schema, live.physical.table(object));
      const text = `select ${columns.join(', ')} from ${table} where not "is_deleted"`;
      const { rows } = await db.query<string[]>({ text, values, rowMode: 'array' });
      for (const [index, { element }] of counts.entries()) found.set(element, Number(rows[0]?.[index] ?? 0));
    }
  return found;
}

function countOf(live: Live, { id, kind, component, path }: Element): Count[] {
  const [objectName = '', name = ''] = component.split('.');
  const object = live.model.objects.get(objectName);
  if (object === undefined) return [];
  if (kind === 'object') return [{ element: id, object: objectName, condition: () => 'true' }];
  const field = kind === 'field' ? object.fields.get(name) : undefined;
  if (field === undefined) return [];
  const column = quoteIdentifier(live.physical.column(objectName, name));
  return [{ element: id, object: objectName, condition: (parameter) => holds(field, column, path[1], parameter) }];
}

/** A checkbox is never blank: the ticked ones hold something. */
function holds(
  field: FieldDef,
  column: string,
  value: string | undefined,
  parameter: (value: string) => string,
): string {
  const { valueClass } = fieldTypes[field.type];
  if (value !== undefined)
    return valueClass === 'choices' ? `${parameter(value)} = any(${column})` : `${column} = ${parameter(value)}`;
  return valueClass === 'boolean' ? column : `${column} is not null`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
