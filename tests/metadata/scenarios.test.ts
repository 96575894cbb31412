import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenariosOf } from '../../platform/layers/scenarios.ts';
import { loadPackages } from '../../platform/packages/load.ts';
import { openDatabase } from '../../runtime/database.ts';
import { runScenario } from '../../runtime/scenarios/run-scenario.ts';
import { type TestOrg, testOrg } from '../support/org.ts';
import { SHIPPED } from './demo-org.ts';

const { packages } = await loadPackages([SHIPPED]);
const { all } = scenariosOf(packages.flatMap(({ elements }) => [...elements.values()]));

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg({ packages: [SHIPPED] });
});
afterAll(() => org?.close());

describe('the shipped packages', () => {
  it('show themselves in scenarios', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
  });

  it.each(all.map((scenario) => [scenario.package, scenario.label, scenario] as const))(
    '%s: %s',
    async (_package, _label, scenario) => {
      const engine = { db: openDatabase(org.pool), live: () => org.live };
      const { failures } = await runScenario(engine, scenario);
      expect(failures).toEqual([]);
    },
  );
});
