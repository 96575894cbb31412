import { useSearchParams } from 'react-router';
import { SYSTEM_PERMISSIONS, type SystemPermission } from '../../platform/kinds/permission-set/schema.ts';
import { itemId, nameOf } from '../draft/element-id.ts';
import type { StudioElement } from '../draft/elements.ts';
import { isSet } from '../draft/elements.ts';
import { countOf, labelOf, mentionElement, namesakesOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { useStudio } from '../state/studio-context.ts';
import { CheckInput, SelectInput } from '../ui/fields.tsx';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';
import { FieldMatrix } from './FieldMatrix.tsx';
import { GrantBox } from './GrantBox.tsx';

/** What holders may open, see and do: object by object, field by field. */
export function PermissionSetEditor({ element }: EditorProps) {
  const { frame, schema } = useEditorFrame(element);
  return (
    <EditorFrame
      {...frame}
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={schema} />
          <Grants set={element} collection="system" title="In the whole org" />
          <Grants set={element} collection="apps" title="Apps" />
        </>
      }
    >
      <ObjectAccess set={element} />
    </EditorFrame>
  );
}

const RIGHTS = ['read', 'create', 'edit', 'delete', 'viewAll', 'modifyAll'] as const;
const RIGHT_WORDS: Readonly<Record<(typeof RIGHTS)[number], string>> = {
  read: 'Read',
  create: 'Create',
  edit: 'Edit',
  delete: 'Delete',
  viewAll: 'View all',
  modifyAll: 'Modify all',
};

function ObjectAccess({ set }: { readonly set: StudioElement }) {
  const { elements } = useStudio();
  const objects = elements.components('object');
  const [parameters, setParameters] = useSearchParams();
  const opened = objects.filter((object) =>
    isSet(elements.byId.get(itemId(set.id, 'objects', object.component)), 'read'),
  );
  const chosen = parameters.get('object') ?? opened[0]?.component ?? objects[0]?.component ?? '';
  const options = [
    { label: 'Opened by it', options: opened.map(optionOf) },
    { label: 'Others', options: objects.filter((object) => !opened.includes(object)).map(optionOf) },
  ].filter((group) => group.options.length > 0);
  function optionOf(object: StudioElement) {
    return { value: object.component, label: labelOf(object.id, elements.byId) };
  }
  return (
    <>
      <section className="st-block">
        <SelectInput
          label="Object"
          hint={`${countOf(opened.length, 'object')} of ${objects.length} can be opened with it.`}
          value={chosen}
          options={options}
          onChange={(object) => setParameters({ object }, { replace: true })}
        />
        <fieldset className="st-rights">
          <legend>Records of {labelOf(`object:${chosen}`, elements.byId)}</legend>
          {RIGHTS.map((right) => (
            <span className="st-right" key={right}>
              <GrantBox row={itemId(set.id, 'objects', chosen)} right={right} label={RIGHT_WORDS[right]} />
              <span aria-hidden="true">{RIGHT_WORDS[right]}</span>
            </span>
          ))}
        </fieldset>
        <ActionGrants set={set} object={chosen} />
      </section>
      <FieldMatrix set={set} object={chosen} />
    </>
  );
}

function ActionGrants({ set, object }: { readonly set: StudioElement; readonly object: string }) {
  const { elements } = useStudio();
  const actions = elements.partsOf(object, 'action');
  if (actions.length === 0) return null;
  const namesakes = namesakesOf(actions, elements.byId);
  const labelled = (action: StudioElement) => {
    const label = labelOf(action.id, elements.byId);
    return namesakes.has(action.id) ? `${label} (${nameOf(action.component)})` : label;
  };
  return (
    <fieldset className="st-rights">
      <legend>Actions</legend>
      {actions.map((action) => (
        <Grant key={action.id} set={set} collection="actions" name={action.component} label={labelled(action)} />
      ))}
    </fieldset>
  );
}

interface GrantsProps {
  readonly set: StudioElement;
  readonly collection: 'system' | 'apps';
  readonly title: string;
}

const SYSTEM_WORDS: Readonly<Record<SystemPermission, string>> = {
  ViewAllData: 'View all data',
  ModifyAllData: 'Modify all data',
  CustomizeApplication: 'Customize the application',
  ManageUsers: 'Manage users',
  ApiEnabled: 'Use the API',
};

function Grants({ set, collection, title }: GrantsProps) {
  const { elements } = useStudio();
  const choices =
    collection === 'system'
      ? SYSTEM_PERMISSIONS.map((name) => ({ name, label: SYSTEM_WORDS[name] }))
      : elements.components('app').map((app) => ({ name: app.component, label: labelOf(app.id, elements.byId) }));
  return (
    <fieldset className="st-grants">
      <legend>{title}</legend>
      {choices.map(({ name, label }) => (
        <Grant key={name} set={set} collection={collection} name={name} label={label} />
      ))}
    </fieldset>
  );
}

interface GrantProps {
  readonly set: StudioElement;
  readonly collection: 'system' | 'apps' | 'actions';
  readonly name: string;
  readonly label: string;
}

/** What is given by being named. */
function Grant({ set, collection, name, label }: GrantProps) {
  const { elements, change } = useStudio();
  const id = itemId(set.id, collection, name);
  const isGiven = elements.byId.has(id);
  const toggle = () =>
    change({
      label: `${isGiven ? 'Take' : 'Give'} ${label} ${isGiven ? 'from' : 'to'} ${mentionElement(set.id, elements.byId)}`,
      edits: [isGiven ? { op: 'remove', element: id } : { op: 'set', element: id, properties: {} }],
    });
  return <CheckInput label={label} isChecked={isGiven} onChange={toggle} />;
}
