import { Link } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import type { Use } from '../../platform/layers/uses.ts';
import { addressOf, componentOf } from '../draft/element-id.ts';
import { countOf, describeElement } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';

/** As many places of one kind as are read one by one; more are told as a number first. */
const FEW = 4;

/** Places that name something, each a link to its editor. */
export function UseList({ uses }: { readonly uses: readonly Use[] }) {
  const groups = Map.groupBy(uses, (use) => `${addressOf(use.from).kind} ${use.how}`);
  return (
    <ul className="st-uses">
      {[...groups].map(([key, own]) =>
        own.length <= FEW ? (
          own.map((use) => <UseLine key={`${use.from} ${use.how}`} use={use} />)
        ) : (
          <li key={key}>
            <details>
              <summary>{summaryOf(own)}</summary>
              <ul>
                {own.map((use) => (
                  <UseLine key={use.from} use={use} />
                ))}
              </ul>
            </details>
          </li>
        ),
      )}
    </ul>
  );
}

function UseLine({ use }: { readonly use: Use }) {
  const { elements } = useStudio();
  return (
    <li>
      <Link to={elementPath(use.from)}>{describeElement(componentOf(use.from), elements.byId)}</Link>
      <span className="st-uses__how">{use.how}</span>
    </li>
  );
}

function summaryOf(uses: readonly Use[]): string {
  const [first] = uses;
  if (!first) return '';
  const { label, pluralLabel } = kinds[addressOf(first.from).kind];
  return `${countOf(uses.length, label.toLowerCase(), pluralLabel.toLowerCase())}: ${first.how}`;
}
