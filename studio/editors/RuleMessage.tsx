import { InlineError } from '@cmsgov/design-system';
import { type StudioElement, textOf } from '../draft/elements.ts';
import { objectOfElement } from '../properties/pickers.ts';
import { useStudio } from '../state/studio-context.ts';

/** What people read when a rule refuses their record, where they read it. */
export function RuleMessage({ rule }: { readonly rule: StudioElement }) {
  const studio = useStudio();
  const message = textOf(rule, 'errorMessage');
  const field = studio.catalog.step(objectOfElement(studio, rule), textOf(rule, 'errorDisplayField') ?? '');
  return (
    <section className="st-block">
      <h2>What people read</h2>
      <p className="st-hint">{field ? `At the field ${field.label}:` : 'On top of the page:'}</p>
      {message === undefined ? (
        <p className="st-empty">Nothing yet: write a message.</p>
      ) : (
        <InlineError>{message}</InlineError>
      )}
    </section>
  );
}
