import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemCodes } from '../../../platform/deploy/problem-codes.ts';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Field types speak Salesforce's error codes to clients, orgs of how they are called; neither are problems of metadata. */
const SOURCES = [
  ...globSync('platform/**/*.ts', { cwd: ROOT }),
  ...globSync('runtime/{bulk/*,upgrade}.ts', { cwd: ROOT }),
].filter((file) => !/^platform\/fields\/|(?:problem-codes|org-error)\.ts$/.test(file));

describe('the codes of problems', () => {
  it('are all explained, and none is explained that nothing tells', () => {
    const told = new Set(SOURCES.flatMap((file) => codesIn(file)));
    expect([...told].sort()).toEqual(Object.keys(problemCodes).sort());
  });

  it.each(KIND_NAMES)('name the kind %s where its own check tells them', (kind) => {
    const folder = kind.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const files = SOURCES.filter((file) => file === `platform/kinds/${folder}/check.ts`);
    const untold = files.flatMap(codesIn).filter((code) => !problemCodes[code]?.kinds?.includes(kind));
    expect(untold).toEqual([]);
  });

  it('say what to do in a sentence', () => {
    for (const [code, { means, todo }] of Object.entries(problemCodes)) {
      expect(means, code).toMatch(/^[A-Z`].+\.$/);
      expect(todo, code).toMatch(/^[A-Z`].+\.$/);
    }
  });
});

/** But for what zlib tells. */
function codesIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/OrgError\([^)]*\)/g, '');
  const literals = [
    ...text.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g),
    ...text.matchAll(/(?:code: |finding\(\s*)'([A-Z_]+)'/g),
  ];
  return literals.map(([, code = '']) => code).filter((code) => !code.startsWith('Z_'));
}
