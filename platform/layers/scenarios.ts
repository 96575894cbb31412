import type {
  GivenProperties,
  PersonProperties,
  ScenarioProperties,
  StepProperties,
} from '../kinds/scenario/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { assemble, type Component } from './assemble.ts';

/** A scenario, ready to be played: everything in its order. */
export interface Scenario extends ScenarioProperties {
  readonly name: string;
  /** The package that ships it, or ORG. */
  readonly package: string;
  readonly people: readonly (readonly [string, PersonProperties])[];
  readonly given: readonly (readonly [string, GivenProperties])[];
  readonly steps: readonly (readonly [string, StepProperties])[];
}

/** The scenarios among some elements, by name, and where their parts stand. */
export interface Scenarios {
  readonly all: readonly Scenario[];
  /** File and pointer of a place in a scenario; undefined where it is in no file. */
  place(scenario: string, pointer: string): { readonly file: string; readonly pointer: string } | undefined;
}

/**
 * Scenarios are elements like all others, deployed and customised with them, and no part of the Model: what serves
 * people need not know how it is tested. They are put together here, where somebody asks for them.
 */
export function scenariosOf(elements: Iterable<Element>): Scenarios {
  const own = [...elements].filter(({ kind }) => kind === 'scenario');
  const components = assemble(new Map(own.map((element) => [element.id, element]))).components.scenario;
  const names = [...components.keys()].sort();
  return {
    all: names.flatMap((name) => {
      const component = components.get(name);
      return component === undefined ? [] : [buildScenario(component)];
    }),
    place: (scenario, pointer) => {
      const component = components.get(scenario);
      return component && placeIn(component, pointer);
    },
  };
}

/** True for elements that only tests read. */
export function isScenarioElement(id: ElementId): boolean {
  return id.startsWith('scenario:');
}

type ScenarioFile = ScenarioProperties & {
  readonly people?: Items<PersonProperties>;
  readonly given?: Items<GivenProperties>;
  readonly steps?: Items<StepProperties>;
};

function buildScenario({ name, owner, value }: Component): Scenario {
  const { people, given, steps, ...said } = value as unknown as ScenarioFile; // fits the schema
  return {
    ...said,
    name,
    package: owner,
    people: sorted(people),
    given: sorted(given),
    steps: sorted(steps),
  };
}

function placeIn({ parts }: Component, pointer: string): { file: string; pointer: string } | undefined {
  let part = pointer;
  while (!parts.has(part)) part = part.slice(0, Math.max(0, part.lastIndexOf('/')));
  const source = parts.get(part)?.source;
  return source && { file: source.file, pointer: source.pointer + pointer.slice(part.length) };
}
