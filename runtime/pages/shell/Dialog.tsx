import { Dialog as DesignDialog } from '@cmsgov/design-system';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly size?: 'narrow' | 'wide';
}

/** A dialog over the page: the browser's own, so focus stays inside, Escape closes it and focus returns afterwards. */
export function Dialog({ heading, onClose, children, actions, size }: DialogProps) {
  return (
    <DesignDialog isOpen heading={heading} onExit={onClose} actions={actions} {...(size ? { size } : {})}>
      {children}
    </DesignDialog>
  );
}
