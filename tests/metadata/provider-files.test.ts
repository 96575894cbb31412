import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseImportMap } from '../../runtime/bulk/check-map.ts';
import { type ImportResult, importCsv } from '../../runtime/bulk/import.ts';
import { systemPrincipal } from '../../runtime/security/load-principal.ts';
import { hostOf, openDesk } from '../runtime/bulk/fixture.ts';
import { type DemoOrg, demoOrg, SHIPPED } from './demo-org.ts';

/** Public provider files; they are not part of the project. */
const FILES = join(SHIPPED, '../../shared/data');
const isThere = existsSync(join(FILES, 'nursing_homes_snf_hai_2023.csv'));

describe.skipIf(!isThere)(`The provider files of ${FILES}`, () => {
  let demo: DemoOrg;
  let results: string;
  const desk = openDesk();
  beforeAll(async () => {
    demo = await demoOrg();
    results = (await desk).path('rejected.csv');
  });
  afterAll(async () => {
    await (await desk).clear();
    await demo?.close();
  });

  async function load(mapName: string, file: string): Promise<ImportResult> {
    const mapFile = `cqp-directory/imports/${mapName}.json`;
    const { map, problems } = parseImportMap(JSON.parse(await readFile(join(SHIPPED, mapFile), 'utf8')), mapFile);
    expect(problems).toEqual([]);
    if (!map) throw new Error(mapFile);
    const host = hostOf(demo.org, systemPrincipal(demo.org.live));
    return importCsv(host, { file: join(FILES, file), map, mapFile, resultFile: results });
  }

  test('load hospitals and nursing homes, and reject what a spreadsheet destroyed', { timeout: 60_000 }, async () => {
    expect(await load('hospitals_2024', 'hospital_general_information_2024.csv')).toMatchObject({
      status: 'done',
      summary: { read: 5425, created: 5425, rejected: 0 },
    });
    expect(await load('nursing_homes', 'nursing_homes_snf_hai_2023.csv')).toMatchObject({
      status: 'done',
      summary: { read: 15_107, created: 15_025, rejected: 82 },
    });
    const [, ...rejected] = (await readFile(results, 'utf8')).trim().split('\n');
    expect(rejected).toHaveLength(82);
    expect(rejected[0]).toMatch(/^46,1\.4E\+170,WINSTON MANOR.*,INVALID_VALUE,CCN must be 6 letters or digits\.$/);
  });

  test('change nothing a second time', { timeout: 60_000 }, async () => {
    expect(await load('nursing_homes', 'nursing_homes_snf_hai_2023.csv')).toMatchObject({
      summary: { created: 0, updated: 0, unchanged: 15_025, rejected: 82, changedFields: {} },
    });
  });

  test('of two years tell what came, went and changed', { timeout: 60_000 }, async () => {
    const result = await load('hospitals_2026', 'hospital_general_information_2026.csv');
    expect(result).toMatchObject({
      status: 'done',
      summary: { read: 5432, created: 186, rejected: 0, gone: { count: 179 } },
    });
    if (result.status !== 'done') return;
    expect(result.summary.changedFields).toMatchObject({ Overall_Rating__c: 2091, Name: 405 });
    expect(result.summary.gone.records[0]).toMatchObject({ key: '010008', name: 'CRENSHAW COMMUNITY HOSPITAL' });
  });
});
