import { type RefObject, useEffect, useRef, useState } from 'react';

interface Disclosure<Panel extends HTMLElement> {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly close: () => void;
  /** Goes around the button and the panel. */
  readonly box: RefObject<Panel | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** A panel that a button opens: closed by Escape (focus returns to the button), a click outside, or leaving it. */
export function useDisclosure<Panel extends HTMLElement = HTMLDivElement>(): Disclosure<Panel> {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<Panel>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      button.current?.focus();
    };
    const onLeave = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onLeave);
    document.addEventListener('focusin', onLeave);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onLeave);
      document.removeEventListener('focusin', onLeave);
    };
  }, [isOpen]);

  return { isOpen, toggle: () => setOpen((open) => !open), close: () => setOpen(false), box, button };
}
