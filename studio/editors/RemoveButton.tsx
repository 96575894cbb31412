import { Button } from '@cmsgov/design-system';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { findUses } from '../../platform/layers/uses.ts';
import { ORG } from '../../platform/packages/element.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { objectOf } from '../draft/element-id.ts';
import type { StudioElement } from '../draft/elements.ts';
import { planRemoval } from '../draft/removal.ts';
import { capital, mentionElement } from '../draft/words.ts';
import { studioPaths } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { UseList } from './UseList.tsx';

/** Takes a component out of the org, after saying what goes with it and what holds it. */
export function RemoveButton({ element }: { readonly element: StudioElement }) {
  const { elements, change } = useStudio();
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const announce = useAnnounce();
  if (element.owner !== ORG) return null;
  const what = mentionElement(element.id, elements.byId);
  // Asked anew when it matters: what the background check told may be a moment old.
  const { edits, goesToo, blockers } = planRemoval(isAsking ? findUses(elements.byId) : [], element.id);
  const remove = () => {
    const object = element.kind === 'object' ? undefined : objectOf(element.kind, element.component);
    change({ label: `Remove ${what}`, edits });
    announce(`${capital(what)} is taken out in your draft.`);
    navigate(object === undefined ? studioPaths.home() : studioPaths.component('object', object));
  };
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Remove
      </Button>
      <Confirm
        isOpen={isAsking}
        heading={`Remove ${what}?`}
        action="Remove"
        canConfirm={blockers.length === 0}
        onConfirm={remove}
        onCancel={() => setAsking(false)}
      >
        {blockers.length > 0 && (
          <>
            <p>It cannot be removed while these name it. Change them first:</p>
            <UseList uses={blockers} />
          </>
        )}
        {goesToo.length > 0 && (
          <>
            <p>These go with it:</p>
            <UseList uses={goesToo} />
          </>
        )}
        {goesToo.length + blockers.length === 0 && <p>Nothing else names it.</p>}
        {(element.kind === 'field' || element.kind === 'object') && (
          <p>
            {element.kind === 'field' ? 'What people entered in it is' : 'Its records are'} no longer shown once you
            publish. The review tells how many records that is, and until when they can be brought back.
          </p>
        )}
      </Confirm>
    </>
  );
}
