import type { Json } from '../../platform/json.ts';
import type { Origin } from '../../platform/layers/model.ts';
import { ORG } from '../../platform/packages/element.ts';
import { type Reader, useReader } from '../../runtime/pages/format/reader.ts';
import type { StudioElement } from '../draft/elements.ts';
import { mentionElement, propertyLabel, valueText } from '../draft/words.ts';
import { useStudio } from '../state/studio-context.ts';
import { Icon } from '../ui/Icon.tsx';

/** Who says so: under each value that an admin changed, with the way back to the package's. */
export function PropertyOrigin({ element, property }: { readonly element: StudioElement; readonly property: string }) {
  const { change, elements, model } = useStudio();
  const reader = useReader();
  const origin = element.origins[property];
  if (origin?.layer !== 'org' || element.owner === ORG) return null;
  const isReset = () =>
    change({
      label: `Reset ${propertyLabel(property).toLowerCase()} of ${mentionElement(element.id, elements.byId)}`,
      edits: [{ op: 'reset', element: element.id, property }],
    });
  return (
    <p className="st-origin">
      <span>
        {whoWords(origin, reader)}. {packageLabel(origin.package ?? element.owner, model.packages)} says{' '}
        {packageWords(origin.packageValue)}.
      </span>
      <button type="button" className="st-link-button" onClick={isReset}>
        <Icon name="reset" />
        Reset<span className="ds-u-visibility--screen-reader"> {propertyLabel(property)}</span>
      </button>
    </p>
  );
}

/** Where an element comes from, in one line. */
export function ElementOrigin({ element }: { readonly element: StudioElement }) {
  const { model, live } = useStudio();
  const reader = useReader();
  if (element.owner !== ORG) {
    const isComponent = element.path.length === 0 && element.kind !== 'package';
    return (
      <span className="st-owner">
        Part of {packageLabel(element.owner, model.packages)}
        {isComponent && ': it can be changed here, not removed'}
      </span>
    );
  }
  if (!live.byId.has(element.id)) return <span className="st-owner st-owner--draft">New in your draft</span>;
  const origin = Object.values(element.origins).find((one) => one.layer === 'org');
  return <span className="st-owner st-owner--org">{origin ? `Added ${byWords(origin, reader)}` : 'Added here'}</span>;
}

/** The label of a package and its npm name. */
export function packageLabel(
  name: string,
  packages: readonly { readonly name: string; readonly label: string }[],
): string {
  const label = packages.find((one) => one.name === name)?.label;
  return label === undefined || label === name ? name : `${label} (${name})`;
}

type OrgOrigin = Extract<Origin, { layer: 'org' }>;

const whoWords = (origin: OrgOrigin, reader: Reader) => `Changed ${byWords(origin, reader)}`;

function byWords({ by, at }: OrgOrigin, { locale, timeZone }: Reader): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(at));
  return `by ${by}, ${day}`;
}

function packageWords(value: Json | undefined): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'something else';
  return valueText(value);
}
