import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PropertyForm } from '../properties/PropertyForm.tsx';
import { ComponentHeading, useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';
import { RuleMessage } from './RuleMessage.tsx';

/** A rule: its condition as rows and as a sentence on the canvas, the message and the rest beside it. */
export function ValidationRuleEditor({ element }: EditorProps) {
  const { frame, schema, names } = useEditorFrame(element);
  return (
    <EditorFrame
      {...frame}
      properties={
        <>
          <ComponentHeading />
          <PropertyForm element={element} schema={schema} hidden={['errorCondition']} />
        </>
      }
    >
      <PropertyForm element={element} schema={schema} hidden={names.filter((name) => name !== 'errorCondition')} />
      <RuleMessage rule={element} />
    </EditorFrame>
  );
}
