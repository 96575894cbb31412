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
  /** Wide for what is more than a few lines. */
  readonly size?: 'narrow' | 'wide';
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Names what will be lost before it is; only for what cannot be undone, or reaches further than it seems. */
export function Confirm(props: ConfirmProps) {
  const { isOpen, heading, action, children, canConfirm = true, size = 'narrow', onConfirm, onCancel } = props;
  if (!isOpen) return null;
  return (
    <Dialog
      heading={heading}
      onClose={onCancel}
      size={size}
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
      <div className="st-dialog">{children}</div>
    </Dialog>
  );
}
