import type { MouseEvent } from 'react';
import type { FormSection } from './form-sections.ts';

/** The form's topics, each a way to it; a short form needs none. */
export function SectionNav({ sections }: { readonly sections: readonly FormSection[] }) {
  const named = sections.filter((section) => section.label !== '');
  if (named.length < 2) return null;
  return (
    <nav className="fw-sectionnav" aria-label="Sections of the form">
      <ul className="fw-bare">
        {named.map((section) => (
          <li key={section.id}>
            <a href={`#form-${section.id}`} onClick={(event) => goToSection(event, `form-${section.id}`)}>
              {section.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The heading takes the focus, so that the next Tab goes on from there. */
function goToSection(event: MouseEvent, id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  event.preventDefault();
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: 'start' });
}
