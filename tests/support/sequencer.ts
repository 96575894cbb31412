import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that use a browser lie between such that do without, in an order in which two seldom run at the same time: each
 * needs all of a processor, and a page that gets no frame for long looks as if it hung.
 */
const ORDER = [
  'tests/browser/studio',
  'tests/apps/',
  'tests/browser/pages',
  'tests/platform/deploy/',
  'tests/browser/tours',
  'tests/platform/',
  'tests/browser/docs',
  'tests/runtime/',
  'tests/browser/',
];

export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = ORDER.findIndex((part) => moduleId.includes(`/${part}`));
      return place < 0 ? ORDER.length : place;
    };
    return sorted
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((a, b) => a.place - b.place)
      .map(({ file }) => file);
  }
}
