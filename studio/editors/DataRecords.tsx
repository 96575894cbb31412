import type { Json } from '../../platform/json.ts';
import type { StudioElement } from '../draft/elements.ts';
import { countOf } from '../draft/words.ts';

/** As many rows as can be looked over; the records themselves are on their list pages. */
const SHOWN = 200;

/** The records that a package ships. People change them as records, not here. */
export function DataRecords({ items }: { readonly items: readonly StudioElement[] }) {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item.properties)))];
  return (
    <section className="st-block">
      <h2>{countOf(items.length, 'record')}</h2>
      <p className="st-hint">A deploy saves them. What people change on a record stays theirs.</p>
      {/* A wide table scrolls in its own box, which the keyboard must reach. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls takes the focus */}
      <section className="st-scroll" tabIndex={0} aria-label="Records">
        <table className="st-table">
          <thead>
            <tr>
              <th scope="col">Key</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.slice(0, SHOWN).map((item) => (
              <tr key={item.id}>
                <th scope="row">{item.path[1]}</th>
                {columns.map((column) => (
                  <td key={column}>{cellText(item.properties[column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {items.length > SHOWN && <p className="st-hint">The first {SHOWN} are shown.</p>}
    </section>
  );
}

function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return Object.values(value).map(String).join(', ');
  return String(value);
}
