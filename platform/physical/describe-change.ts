import type { SchemaChange } from './physical.ts';

/** One schema change as a sentence for the person who reviews a deploy. */
export function describeChange(change: SchemaChange): string {
  switch (change.change) {
    case 'createTable':
      return `Create table ${change.table} for ${change.object}`;
    case 'createSequence':
      return `Create the sequence ${change.name}, starting at ${change.start}`;
    case 'addColumn':
      return `Add column ${change.column} (${change.type}) to ${change.table} for ${change.object}.${change.field}`;
    case 'mapColumn':
      return `Use column ${change.column} of ${change.table} again for ${change.object}.${change.field}, with the values in it`;
    case 'unmapColumn':
      return `Stop using column ${change.column} of ${change.table} (${change.object}.${change.field}); its values stay in the table`;
    case 'convertColumn':
      return `Make the values of ${change.object}.${change.field}, ${change.fromType} until now, into ${change.toType}: from ${change.from} to ${change.column} of ${change.table}`;
    case 'numberRecords':
      return `Number the records of ${change.table} in ${change.column} for ${change.object}.${change.field}`;
    case 'renameValues': {
      const names = change.names.map(({ from, to }) => `"${from}" to "${to}"`).join(' and ');
      return `Rename the ${change.names.length === 1 ? 'value' : 'values'} ${names} in the records of ${change.table} (${change.object}.${change.field})`;
    }
    case 'addForeignKey':
      return `Make ${change.table}.${change.column} refer to ${change.references} (on delete: ${change.onDelete})`;
    case 'dropForeignKey':
      return `Stop ${change.table}.${change.column} from referring to other records`;
    case 'addUniqueIndex':
      return `Make ${change.columns.join(' + ')} unique in ${change.table}`;
    case 'addIndex':
      return `Index ${change.columns.join(' + ')} of ${change.table}`;
    case 'dropIndex':
      return `Drop index ${change.name} of ${change.table}`;
  }
}
