import { useState } from 'react';
import type { DeployPlan } from '../../platform/deploy/deploy-result.ts';
import { countOf, mentionElement } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { CheckInput } from '../ui/fields.tsx';

/** Whether an admin has accepted what a plan takes away; where that becomes another, they are asked anew. */
export function useConfirmation({ confirmation }: Pick<DeployPlan, 'confirmation'>) {
  const [accepted, setAccepted] = useState<string>();
  const isAccepted = confirmation === undefined || accepted === confirmation;
  return {
    isAccepted,
    /** What the server is to be told. */
    confirm: isAccepted && confirmation !== undefined ? { confirm: confirmation } : {},
    accept: (isTicked: boolean) => setAccepted(isTicked ? confirmation : undefined),
  };
}

interface ConfirmLossesProps {
  readonly plan: DeployPlan;
  readonly confirmation: ReturnType<typeof useConfirmation>;
}

/** As many as one reads in a sentence. */
const FEW = 3;

/** The box to tick before anything is taken away; it names what. */
export function ConfirmLosses({ plan: { losses = [] }, confirmation }: ConfirmLossesProps) {
  const { live } = useStudio();
  if (losses.length === 0) return null;
  const names = losses.slice(0, FEW).map(({ element }) => mentionElement(element, live.byId));
  if (losses.length > FEW) names.push(`${losses.length - FEW} more`);
  const records = losses.reduce((sum, loss) => sum + loss.records, 0);
  return (
    <CheckInput
      label={`Remove ${new Intl.ListFormat('en').format(names)}`}
      hint={
        records === 0
          ? 'No record holds anything of it.'
          : `${countOf(records, 'record')} in all ${records === 1 ? 'has' : 'have'} something of it.`
      }
      isChecked={confirmation.isAccepted}
      onChange={confirmation.accept}
    />
  );
}
