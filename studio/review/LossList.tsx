import { Link } from 'react-router';
import type { Loss } from '../../platform/deploy/deploy-result.ts';
import { formatDateTime } from '../../runtime/pages/format/dates.ts';
import { type Reader, useReader } from '../../runtime/pages/format/reader.ts';
import { addressOf } from '../draft/element-id.ts';
import { countOf, describeElement } from '../draft/words.ts';
import { UseList } from '../editors/UseList.tsx';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';

interface LossListProps {
  readonly losses: readonly Loss[];
  readonly heading: string;
}

/** What removals take away: how many records hold it, until when it can come back, and what names it. */
export function LossList({ losses, heading }: LossListProps) {
  const reader = useReader();
  if (losses.length === 0) return null;
  return (
    <section className="st-block">
      <h2>{heading}</h2>
      <ul className="st-changes">
        {losses.map((loss) => (
          <li key={loss.element} className="st-change">
            <LossName loss={loss} />
            {holdsRecords(loss) && <p className="st-loss__held">{heldWords(loss, reader)}</p>}
            {loss.references.length > 0 && <References loss={loss} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function LossName({ loss: { element, label } }: { readonly loss: Loss }) {
  const { live } = useStudio();
  const isKnown = live.byId.has(element);
  return (
    <p className="st-change__head">
      <span className="st-badge st-badge--removed">Removed</span>
      {isKnown ? (
        <Link to={elementPath(element)}>{describeElement(element, live.byId)}</Link>
      ) : (
        <strong>{label}</strong>
      )}
    </p>
  );
}

function References({ loss: { element, references } }: { readonly loss: Loss }) {
  return (
    <>
      <p className="st-loss__held">It is named here:</p>
      <UseList uses={references.map(({ element: from, how }) => ({ from, target: element, how, isItem: false }))} />
    </>
  );
}

/** Views, rules and the like never hold anything. */
function holdsRecords({ element }: Loss): boolean {
  const { kind } = addressOf(element);
  return kind === 'object' || kind === 'field';
}

/** Of what would be as of what was: neither begins with a verb. */
function heldWords({ element, records, recoverableUntil }: Loss, reader: Reader): string {
  const what = addressOf(element).kind === 'object' ? '' : ' with a value';
  if (records === 0) return `No record${what}.`;
  const kept = recoverableUntil && `, kept until ${formatDateTime(recoverableUntil, reader)} to be brought back`;
  return `${countOf(records, 'record')}${what}${kept ?? ''}.`;
}
