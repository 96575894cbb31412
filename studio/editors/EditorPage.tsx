import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES, type KindName } from '../../platform/kinds/kind.ts';
import { componentId } from '../draft/element-id.ts';
import type { StudioElement } from '../draft/elements.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { studioPaths } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { FieldEditor } from './FieldEditor.tsx';
import { GenericEditor } from './GenericEditor.tsx';
import { ListViewEditor } from './ListViewEditor.tsx';
import { ObjectEditor } from './ObjectEditor.tsx';
import { PackagePage } from './PackagePage.tsx';
import { PageEditor } from './PageEditor.tsx';
import { PermissionSetEditor } from './PermissionSetEditor.tsx';
import { ValidationRuleEditor } from './ValidationRuleEditor.tsx';

export interface EditorProps {
  readonly element: StudioElement;
}

/** Who edits a kind. The generic editor serves where its property form and lists are enough. */
const editors: Readonly<Record<Exclude<KindName, 'package'>, ComponentType<EditorProps>>> = {
  object: ObjectEditor,
  field: FieldEditor,
  validationRule: ValidationRuleEditor,
  action: GenericEditor,
  listView: ListViewEditor,
  page: PageEditor,
  app: GenericEditor,
  permissionSet: PermissionSetEditor,
  role: GenericEditor,
  sharingRule: GenericEditor,
  data: GenericEditor,
  scenario: GenericEditor,
};

/** The editor of one component: `/studio/{kind}/{component}`. */
export function EditorPage() {
  const { elements } = useStudio();
  const { kind, component = '' } = useParams();
  if (kind === 'package') return <PackagePage />;
  const known = KIND_NAMES.find((name) => name === kind);
  const element = known && elements.byId.get(componentId(known, component));
  if (!known || known === 'package' || !element) return <MissingComponent kind={known} component={component} />;
  const Editor = editors[known];
  return <Editor key={element.id} element={element} />;
}

function MissingComponent({ kind, component }: { readonly kind: KindName | undefined; readonly component: string }) {
  const { draft, live, undo } = useStudio();
  const isTakenOut = kind !== undefined && live.byId.has(componentId(kind, component));
  const what = kind === undefined ? 'Component' : kinds[kind].label;
  return (
    <EditorFrame kind={what} title={component}>
      {isTakenOut ? (
        <p>
          Your draft takes it out.{' '}
          <button type="button" className="st-link-button" onClick={undo} disabled={draft.entries.length === 0}>
            Undo the last change
          </button>
        </p>
      ) : (
        <p>
          There is no {what.toLowerCase()} with this name. <Link to={studioPaths.home()}>Go to the studio’s start</Link>
          .
        </p>
      )}
    </EditorFrame>
  );
}
