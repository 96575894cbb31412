import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { ColumnInfo } from '../../../../runtime/client/api.ts';
import { listCsv } from '../../../../runtime/pages/list/list-csv.ts';
import { READER } from '../support.ts';

const columns: readonly ColumnInfo[] = [
  { path: 'Name', label: 'Name', type: 'Text', isSortable: true },
  { path: 'Beds__c', label: 'Beds, all', type: 'Number', isSortable: true, scale: 0 },
  { path: 'OwnerId', label: 'Owner', type: 'Lookup', isSortable: true },
];

test('a list is exported as people read it, numbers plain, in CSV that any reader takes', () => {
  const rows = [
    { id: '1', cells: [{ value: 'Says "hi",\nthen leaves' }, { value: 1234 }, { value: '005', display: 'Ann' }] },
    { id: '2', cells: [{ value: null }, { value: -5 }, { value: null }] },
  ];
  const csv = listCsv(columns, rows, READER);
  expect(csv.startsWith('\uFEFFName,"Beds, all",Owner\r\n')).toBe(true);
  expect(parse(csv, { bom: true, columns: true })).toEqual([
    { Name: 'Says "hi",\nthen leaves', 'Beds, all': '1234', Owner: 'Ann' },
    { Name: '', 'Beds, all': '-5', Owner: '' },
  ]);
});

test('text that a spreadsheet would take for a formula stays text', () => {
  const csv = listCsv(columns, [{ id: '1', cells: [{ value: '=HYPERLINK("http://evil.example")' }] }], READER);
  expect(parse(csv, { bom: true })[1]).toEqual([`'=HYPERLINK("http://evil.example")`, '', '']);
});
