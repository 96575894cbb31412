import { Button } from '@cmsgov/design-system';
import type { ReactNode } from 'react';
import { Dialog } from '../../runtime/pages/shell/Dialog.tsx';

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly heading: string;
  /** The verb of what will happen. */
  readonly action: string;
  readonly children: ReactNode;
  readonly canConfirm?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Names what will be lost before it is; only for what cannot be undone, or reaches further than it seems. */
export function Confirm({ isOpen, heading, action, children, canConfirm = true, onConfirm, onCancel }: ConfirmProps) {
  if (!isOpen) return null;
  return (
    <Dialog
      heading={heading}
      onClose={onCancel}
      size="narrow"
      actions={
        <div className="st-row">
          <Button variation="solid" onClick={onConfirm} disabled={!canConfirm}>
            {action}
          </Button>
          <Button variation="ghost" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      }
    >
      {children}
    </Dialog>
  );
}
