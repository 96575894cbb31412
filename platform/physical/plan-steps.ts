import { conversionFill, convertCallSql, convertFunctionName } from './fill.ts';
import { preparedName, quoteIdentifier, watchName } from './identifier.ts';
import type { ChangeOf, SchemaChange } from './physical.ts';
import type { FillChange, Step, Watch } from './steps.ts';

/** What the way to the new tables depends on besides the changes themselves. */
export interface Circumstances {
  /** PostgreSQL schema of the org. */
  readonly schema: string;
  /** Whether a table holds so many records that nothing may look at all of them while people wait. */
  isBig(table: string): boolean;
  /** Records that the commit has to look at once more. */
  readonly watches: readonly Watch[];
}

/**
 * Divides schema changes over the phases, in the order in which they are gone. Changes of small tables all stay in the
 * transaction. For big ones it only makes valid what was prepared beside the people who work.
 */
export function planSteps(schema: readonly SchemaChange[], circumstances: Circumstances): Step[] {
  const planned = schema.flatMap((change) => planChange(change, schema, circumstances));
  const watched = circumstances.watches.filter(({ table }) => circumstances.isBig(table)).flatMap(watchSteps);
  const steps = [...planned, ...watched];
  return [
    ...inOrder(steps, 'prepare', PREPARE_ORDER),
    ...of(steps, 'commit'),
    ...inOrder(steps, 'finish', FINISH_ORDER),
  ];
}

/** Columns before what fills them, and an index after that, since filling an index costs more than building it. */
const PREPARE_ORDER = ['change', 'createFunction', 'fill', 'watch', 'fillRest', 'buildIndex'];
const FINISH_ORDER = ['dropIndex', 'dropFunction', 'clear', 'validateForeignKey'];

function of(steps: readonly Step[], phase: Step['phase']): Step[] {
  return steps.filter((step) => step.phase === phase);
}

function inOrder(steps: readonly Step[], phase: Step['phase'], order: readonly string[]): Step[] {
  return of(steps, phase).sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step));
}

function planChange(change: SchemaChange, schema: readonly SchemaChange[], circumstances: Circumstances): Step[] {
  const { isBig } = circumstances;
  const now: Step = { phase: 'commit', step: 'change', change };
  if (change.change === 'createSequence')
    return isNumbering(change, schema, isBig) ? [{ phase: 'prepare', step: 'change', change }] : [now];
  if (!isBig(change.table)) return [now];
  switch (change.change) {
    case 'addColumn':
      return isNeededEarly(change, schema) ? [{ phase: 'prepare', step: 'change', change }] : [now];
    case 'numberRecords':
      return fillSteps(change, `${quoteIdentifier(change.column)} is null`, 'have no number yet');
    case 'convertColumn':
      return convertSteps(change, circumstances.schema);
    case 'addForeignKey':
      return foreignKeySteps(change, schema);
    case 'addIndex':
    case 'addUniqueIndex': {
      const name = preparedName(change.name);
      return [
        { phase: 'prepare', step: 'buildIndex', change, name },
        { phase: 'commit', step: 'useIndex', change, name },
      ];
    }
    case 'dropIndex':
      return canWait(change, schema)
        ? [{ phase: 'finish', step: 'dropIndex', table: change.table, name: change.name }]
        : [now];
    case 'createTable':
    case 'mapColumn':
    case 'unmapColumn':
    case 'renameValues':
    case 'dropForeignKey':
      return [now];
  }
}

/** A new column waits for the commit unless an index or values of it are prepared. */
function isNeededEarly({ table, column }: ChangeOf<'addColumn'>, schema: readonly SchemaChange[]): boolean {
  return schema.some((change) => {
    if (change.change === 'addIndex' || change.change === 'addUniqueIndex')
      return change.table === table && change.columns.includes(column);
    if (change.change === 'numberRecords' || change.change === 'convertColumn')
      return change.table === table && change.column === column;
    return false;
  });
}

function isNumbering(
  { name }: ChangeOf<'createSequence'>,
  schema: readonly SchemaChange[],
  isBig: Circumstances['isBig'],
): boolean {
  return schema.some((change) => change.change === 'numberRecords' && change.sequence === name && isBig(change.table));
}

/** A unique index stops refusing with the commit, and a name must be free for what takes it. */
function canWait({ name, isUnique }: ChangeOf<'dropIndex'>, schema: readonly SchemaChange[]): boolean {
  const isReplaced = schema.some(
    (change) => (change.change === 'addIndex' || change.change === 'addUniqueIndex') && change.name === name,
  );
  return !isUnique && !isReplaced;
}

function fillSteps(change: FillChange, where: string, what: string): Step[] {
  const { table } = change;
  const watch = { table, where, what };
  return [
    { phase: 'prepare', step: 'fill', change },
    ...watchSteps(watch),
    { phase: 'prepare', step: 'fillRest', change },
    { phase: 'commit', step: 'fillRest', change },
  ];
}

/** The old version goes on writing the old column: what it writes is seen by the watch, and made anew. */
function convertSteps(change: ChangeOf<'convertColumn'>, schemaName: string): Step[] {
  const { needs } = conversionFill(change, convertCallSql(change, schemaName));
  return [
    { phase: 'prepare', step: 'createFunction', change },
    ...fillSteps(change, needs, 'are to be converted'),
    { phase: 'finish', step: 'dropFunction', table: change.table, name: convertFunctionName(change) },
  ];
}

/** Only a column that comes back holds references to what may be gone. */
function foreignKeySteps(change: ChangeOf<'addForeignKey'>, schema: readonly SchemaChange[]): Step[] {
  const { table, column } = change;
  const isBack = schema.some((each) => each.change === 'mapColumn' && each.table === table && each.column === column);
  return [
    ...(isBack ? [{ phase: 'prepare', step: 'fill', change } as const] : []),
    { phase: 'commit', step: 'addForeignKey', change },
    ...(isBack ? [{ phase: 'finish', step: 'clear', change } as const] : []),
    { phase: 'finish', step: 'validateForeignKey', change },
  ];
}

/** Watches are of use until the commit. */
function watchSteps(watch: Watch): Step[] {
  const name = watchName(watch);
  const { table } = watch;
  return [
    { phase: 'prepare', step: 'watch', watch, name },
    { phase: 'finish', step: 'dropIndex', table, name },
  ];
}
