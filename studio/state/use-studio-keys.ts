import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { studioPaths } from '../paths.ts';
import { useStudio } from './studio-context.ts';

/** Where typed text is not part of the draft yet, the browser's own undo serves: forms of new things, dialogs, search. */
const OWN_UNDO = 'dialog, [role="search"], [data-own-undo]';

/** The same keys do the same everywhere: Ctrl+S reviews, Ctrl+Z and Ctrl+Shift+Z undo and redo, `/` searches. */
export function useStudioKeys(focusSearch: () => void): void {
  const { undo, redo } = useStudio();
  const navigate = useNavigate();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const run = commandOf(event);
      if (!run) return;
      event.preventDefault();
      ({ review: () => navigate(studioPaths.review()), undo, redo, search: focusSearch })[run]();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [undo, redo, navigate, focusSearch]);
}

function commandOf(event: KeyboardEvent): 'review' | 'undo' | 'redo' | 'search' | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey || target?.closest('dialog')) return undefined;
    if (key === 's') return 'review';
    if (target?.closest(OWN_UNDO)) return undefined;
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
    return key === 'y' ? 'redo' : undefined;
  }
  const isTyping = target?.closest('input, select, textarea, dialog, [contenteditable]') != null;
  return key === '/' && !isTyping && !event.altKey ? 'search' : undefined;
}
