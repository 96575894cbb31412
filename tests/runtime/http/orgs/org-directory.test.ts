import { expect, it } from 'vitest';
import { createOrgDirectory, type OrgKey, type ServedOrg } from '../../../../runtime/http/orgs/org-directory.ts';

const own: OrgKey = { name: 'production', id: '00D000000000001AAA' };
const training: OrgKey = { name: 'training', id: '00D000000000002AAA' };

it('lets everybody wait who asks while the list of orgs is read for the first time', async () => {
  let lists = 0;
  const directory = directoryOf(async () => {
    lists++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [own, training];
  });
  const found = await Promise.all(
    [training.name, training.name, training.name].map((name) => directory.find({ name })),
  );
  expect(found.every((served) => served !== undefined)).toBe(true);
  expect(lists).toBe(1);
});

it('reads the list again for the next one after it could not be read', async () => {
  let lists = 0;
  const directory = directoryOf(async () => {
    lists++;
    if (lists < 3) throw new Error('The database does not answer.');
    return [own, training];
  });
  const find = () => directory.find({ id: training.id });
  await expect(find()).rejects.toThrow('The database does not answer.');
  await expect(find()).rejects.toThrow('The database does not answer.');
  expect(await find()).toBeDefined();
  expect(await find()).toBeDefined();
  expect(lists).toBe(3);
});

function directoryOf(list: () => Promise<readonly OrgKey[]>) {
  // The directory hands servers on and never looks into them.
  const open = async () => ({ server: {}, close: async () => {} }) as unknown as ServedOrg;
  return createOrgDirectory({ own, list, open });
}
