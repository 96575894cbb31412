import type {
  GivenProperties,
  PersonProperties,
  ScenarioProperties,
  StepProperties,
} from '../kinds/scenario/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';
import type { Component } from '../packages/component.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { ElementMap } from '../packages/element-map.ts';
import { assembleGroup } from './assemble.ts';
import { elementOfPointer } from './place-problem.ts';

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
  const components = soundComponents(own);
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

function soundComponents(elements: Iterable<Element>): ReadonlyMap<string, Component> {
  const groups = ElementMap.from(elements).groups.values();
  const sound = groups.flatMap((group) =>
    assembleGroup(group, { objectNames: () => [], before: undefined }).components.values(),
  );
  return new Map(sound.map((component) => [component.name, component]));
}

function placeIn(component: Component, pointer: string): { file: string; pointer: string } | undefined {
  const place = elementOfPointer(component, pointer);
  const source = place?.element.source;
  return place && source && { file: source.file, pointer: source.pointer + place.pointer };
}
