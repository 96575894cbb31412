import { Link } from 'react-router';
import type { RecordPage } from '../../client/api.ts';
import { Value } from '../fields/Value.tsx';
import { paths } from '../paths.ts';
import { PageHeading } from '../shell/PageHeading.tsx';
import { ActionButtons } from './ActionButtons.tsx';
import { DeleteButton } from './DeleteButton.tsx';

/** What the record is, its key facts, and what can be done with it; it stays in view. */
export function RecordHeader({ record }: { readonly record: RecordPage }) {
  const { object, page } = record;
  const facts = page.highlights.filter((fact) => fact.path !== 'Name');
  return (
    <header className="fw-recordhead">
      <div className="fw-recordhead__top">
        <div className="fw-recordhead__what">
          <p className="fw-eyebrow">
            <Link to={paths.list(object.name)}>{object.label}</Link>
          </p>
          <PageHeading documentTitle={`${record.name} · ${object.label}`}>{record.name}</PageHeading>
        </div>
        <RecordCommands record={record} />
      </div>
      {facts.length > 0 && (
        <dl className="fw-facts">
          {facts.map((fact) => (
            <div key={fact.path}>
              <dt>{fact.label}</dt>
              <dd>
                <Value cell={fact.cell} info={fact} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}

function RecordCommands({ record }: { readonly record: RecordPage }) {
  const { object, id, actions, canEdit, canDelete } = record;
  if (id === null || (actions.length === 0 && !canEdit && !canDelete)) return null;
  return (
    <div className="fw-commands">
      <ActionButtons record={record} />
      {canEdit && (
        <Link className="ds-c-button ds-c-button--small" to={paths.editRecord(object.name, id)}>
          Edit
        </Link>
      )}
      {canDelete && <DeleteButton record={record} />}
    </div>
  );
}
