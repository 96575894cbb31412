import { expect } from 'vitest';
import { loadCatalogue } from '../../../platform/deploy/load-catalogue.ts';
import { findDrift } from '../../../platform/physical/drift.ts';
import type { TestOrg } from '../../support/org.ts';

/** The tables are what the live model wants, and nothing is left over or to be done. */
export async function expectNoDrift(org: TestOrg): Promise<void> {
  const { model } = await org.loadLive();
  const { allocation } = await org.store.loadState();
  expect(findDrift({ model, allocation }, await loadCatalogue(org.pool, org.store.schema))).toEqual([]);
  for (const table of ['fw_preparation', 'fw_prepared', 'fw_finish'])
    expect((await org.pool.query(`select * from "${org.store.schema}".${table}`)).rows, table).toEqual([]);
}
