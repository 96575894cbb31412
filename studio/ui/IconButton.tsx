import type { ComponentPropsWithRef } from 'react';
import { Icon, type IconName } from './Icon.tsx';

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'type'> {
  readonly icon: IconName;
  /** What the button does, in full: it is read aloud and shown on hover. */
  readonly label: string;
}

/** A button that is only a drawing. One that cannot be used now stays reachable, so that focus is never lost. */
export function IconButton({ icon, label, disabled = false, onClick, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={`st-icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
