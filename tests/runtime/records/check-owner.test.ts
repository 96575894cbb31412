import { afterAll, beforeAll, expect, test } from 'vitest';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

const newBranch = async (name: string) => idOf((await library.insert(library.ann, 'Branch__c', { Name: name }))[0]);

test('Who may edit a record can neither take it nor give it away', async () => {
  const { ann, bob } = library;
  const id = await newBranch('Harbour');
  expect(codes(await library.update(bob, 'Branch__c', id, { Name: 'Harbour side' }))).toEqual([]);
  for (const OwnerId of [bob.userId, library.reader.userId])
    expect(codes(await library.update(bob, 'Branch__c', id, { OwnerId, Name: 'Mine' }))).toEqual([
      'INSUFFICIENT_ACCESS_OR_READONLY(OwnerId)',
    ]);
  expect(codes(await library.update(bob, 'Branch__c', id, { Owner: { Username: bob.username } }))).toEqual([
    'INSUFFICIENT_ACCESS_OR_READONLY(OwnerId)',
  ]);
  expect(codes(await library.update(bob, 'Branch__c', id, { OwnerId: ann.userId }))).toEqual([]);
  expect(await library.row('Branch__c', id)).toMatchObject({ name: 'Harbour side', owner_id: ann.userId });
});

test('Its owner and those who may change everything give it to others', async () => {
  const { ann, bob, system } = library;
  const id = await newBranch('Hill');
  expect(codes(await library.update(ann, 'Branch__c', id, { OwnerId: bob.userId }))).toEqual([]);
  expect(codes(await library.update(ann, 'Branch__c', id, { OwnerId: ann.userId }))).toEqual([
    'INSUFFICIENT_ACCESS_OR_READONLY(OwnerId)',
  ]);
  expect(codes(await library.update(system, 'Branch__c', id, { OwnerId: ann.userId }))).toEqual([]);
});

test('Nothing new is entrusted to somebody who is not active', async () => {
  const { ann, reader, system } = library;
  const id = await newBranch('Station');
  idOf(await library.update(system, 'User', reader.userId, { IsActive: false }));
  const OwnerId = reader.userId;
  expect(codes(await library.update(ann, 'Branch__c', id, { OwnerId }))).toEqual([
    'INVALID_CROSS_REFERENCE_KEY(OwnerId)',
  ]);
  const [created] = await library.insert(ann, 'Branch__c', { Name: 'Airport', OwnerId });
  expect(codes(created)).toEqual(['INVALID_CROSS_REFERENCE_KEY(OwnerId)']);
});
