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
            <a href={`#form-${section.id}`}>{section.label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
