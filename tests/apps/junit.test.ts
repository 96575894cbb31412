import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { junitXml, saveJUnit } from '../../apps/cli/junit.ts';

const SUITES = [
  {
    name: '@acme/orders',
    cases: [
      { name: 'objects/Order__c/object.json', className: '@acme/orders', seconds: 0.25 },
      { name: 'later', className: '@acme/orders', skipped: true as const },
      {
        name: 'pages/Order.json',
        className: '@acme/orders',
        file: 'orders/pages/Order.json',
        failure: {
          type: 'DANGLING_REFERENCE',
          message: 'There is no field "<Total> & more".',
          text: 'a ]]> b \u0000\ud800 c',
        },
      },
    ],
  },
];

describe('a JUnit report', () => {
  it('counts cases, failures and skipped ones, and tells what failed', () => {
    const xml = junitXml(SUITES);
    expect(xml).toContain('<testsuite name="@acme/orders" tests="3" failures="1" errors="0" skipped="1">');
    expect(xml).toContain('<testcase name="objects/Order__c/object.json" classname="@acme/orders" time="0.25"/>');
    expect(xml).toContain('file="orders/pages/Order.json"');
    expect(xml).toMatch(/<failure message="There is no field &quot;&lt;Total.+ &amp; more&quot;\." type="DANGLING_REF/);
  });

  it('stays XML whatever a message quotes', () => {
    const xml = junitXml(SUITES);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\ud800-\udfff]/);
    expect(xml).toContain('b \ufffd\ufffd c');
    expect(xml.match(/]]>/g)?.length).toBe(2);
  });

  it('is written into folders that are not there yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'formwork-junit-'));
    await saveJUnit(join(folder, 'reports/check.xml'), SUITES);
    expect(await readFile(join(folder, 'reports/check.xml'), 'utf8')).toBe(junitXml(SUITES));
    await rm(folder, { recursive: true });
  });
});
