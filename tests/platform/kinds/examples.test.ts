import { describe, expect, it } from 'vitest';
import { kindExamples } from '../../../platform/kinds/examples.ts';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { componentOfFile, fileOfComponent } from '../../../platform/kinds/kind-path.ts';
import { checkFiles, type TestFiles } from '../support/check-files.ts';

/** The package that the examples of all kinds make together. */
const PACKAGE: TestFiles = Object.fromEntries(
  KIND_NAMES.flatMap((kind) =>
    kindExamples[kind].map(({ component, value }) => [fileOfComponent({ kind, component }), value]),
  ),
);

describe('the examples of the reference pages', () => {
  it('are a package without any problem', async () => {
    expect(await checkFiles(PACKAGE)).toEqual([]);
  });

  it.each(KIND_NAMES)('show the kind %s at the path where its files lie', (kind) => {
    expect(kindExamples[kind].length).toBeGreaterThan(0);
    for (const { component, title } of kindExamples[kind]) {
      expect(title).not.toBe('');
      const place = componentOfFile(fileOfComponent({ kind, component }));
      expect(place).toEqual(kind === 'package' ? undefined : { kind, component });
    }
  });
});
