import { useParams } from 'react-router';
import { KIND_NAMES } from '../../platform/kinds/kind.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { NewComponent } from './NewComponent.tsx';
import { NewField } from './NewField.tsx';

/** Something new: `/studio/new/{kind}/{object}`. */
export function CreatePage() {
  const { kind, object } = useParams();
  const known = KIND_NAMES.find((name) => name === kind);
  if (known === 'field' && object !== undefined) return <NewField object={object} />;
  if (known && known !== 'package' && known !== 'data') return <NewComponent kind={known} object={object} />;
  return (
    <EditorFrame kind="New" title="Nothing to add">
      <p>Packages and the data in them are made by developers. Everything else is added where it belongs.</p>
    </EditorFrame>
  );
}
