import { Link } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES } from '../../platform/kinds/kind.ts';
import { textOf } from '../draft/elements.ts';
import { countOf, labelOf } from '../draft/words.ts';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import type { EditorProps } from './EditorPage.tsx';

/** What a package brought: its components by kind, and what it builds on. Only its author changes it. */
export function PackageContents({ element }: EditorProps) {
  const { elements, model } = useStudio();
  const info = model.packages.find((one) => one.name === element.component);
  const groups = KIND_NAMES.filter((kind) => kind !== 'package').map((kind) => ({
    kind,
    own: elements.components(kind).filter((one) => one.owner === element.component),
  }));
  return (
    <>
      <section className="st-block">
        <p>{textOf(element, 'description')}</p>
        <p>
          Version {textOf(element, 'version')}.
          {info && info.dependencies.length > 0 && ` Builds on ${info.dependencies.join(', ')}.`} A package is changed
          by its author and installed by a deploy; what you change of it here stays yours through upgrades.
        </p>
      </section>
      {groups.map(({ kind, own }) =>
        own.length === 0 ? null : (
          <section className="st-block" key={kind}>
            <h2>{countOf(own.length, kinds[kind].label.toLowerCase(), kinds[kind].pluralLabel.toLowerCase())}</h2>
            <ul className="st-columns">
              {own.map((one) => (
                <li key={one.id}>
                  <Link to={elementPath(one.id)}>{labelOf(one.id, elements.byId)}</Link> <code>{one.component}</code>
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </>
  );
}
