import { Link, useParams } from 'react-router';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES } from '../../platform/kinds/kind.ts';
import { countOf, labelOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { elementPath } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { ReferenceLink } from './component-frame.tsx';

/** What a package brought: its components by kind, and what it builds on. Only its author changes it. */
export function PackagePage() {
  const { elements, model } = useStudio();
  const { component = '' } = useParams();
  const info = model.packages.find((one) => one.name === component);
  if (!info) {
    return (
      <EditorFrame kind={kinds.package.label} title={component}>
        <p>No package of this name is installed.</p>
      </EditorFrame>
    );
  }
  const groups = KIND_NAMES.map((kind) => ({
    kind,
    own: elements.components(kind).filter((one) => one.owner === component),
  })).filter(({ own }) => own.length > 0);
  return (
    <EditorFrame
      kind={kinds.package.label}
      title={info.label}
      details={
        <>
          <code>{info.name}</code>
          <ReferenceLink kind="package" />
        </>
      }
    >
      <section className="st-block">
        {info.description !== '' && <p>{info.description}</p>}
        <p>
          Version {info.version}.{info.dependencies.length > 0 && ` Builds on ${info.dependencies.join(', ')}.`} Its
          author changes it and a deploy installs it; what you change of it here stays yours through upgrades.
        </p>
      </section>
      {groups.map(({ kind, own }) => (
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
      ))}
    </EditorFrame>
  );
}
