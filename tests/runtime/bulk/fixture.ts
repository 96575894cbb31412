import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Live } from '../../../platform/physical/physical.ts';
import { type ImportRequest, type ImportResult, importCsv } from '../../../runtime/bulk/import.ts';
import type { ImportHost } from '../../../runtime/bulk/import-host.ts';
import type { ImportMap } from '../../../runtime/bulk/import-map.ts';
import { openDatabase } from '../../../runtime/database.ts';
import type { Principal } from '../../../runtime/security/principal.ts';
import type { TestOrg } from '../../support/org.ts';

/** A host of imports for one principal of a test org. */
export function hostOf(org: TestOrg, principal: Principal, live: Live = org.live): ImportHost {
  const db = openDatabase(org.pool);
  return {
    access: async () => ({ live, principal }),
    read: (access, work) => work({ ...access, db, now: new Date() }),
    write: (access, work) => db.transaction((client) => work({ ...access, db: client, now: new Date() })),
  };
}

/** A folder for the files of one test file. */
export interface Desk {
  write(name: string, content: string | Buffer): Promise<string>;
  path(name: string): string;
  read(name: string): Promise<string>;
  clear(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-import-'));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write: async (name, content) => {
      await writeFile(path(name), content);
      return path(name);
    },
    read: (name) => readFile(path(name), 'utf8'),
    clear: () => rm(folder, { recursive: true }),
  };
}

/** Imports text as a file. */
export async function importText(
  host: ImportHost,
  desk: Desk,
  map: ImportMap,
  content: string | Buffer,
  more: Partial<ImportRequest> = {},
): Promise<ImportResult> {
  const file = await desk.write('input.csv', content);
  return importCsv(host, { file, map, mapFile: 'map.json', resultFile: desk.path('result.csv'), ...more });
}
