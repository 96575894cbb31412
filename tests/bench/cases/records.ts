import { deepStrictEqual } from 'node:assert';
import type { ListPage } from '../../../runtime/client/api.ts';
import type { Bench } from '../bench.ts';
import { type Load, measureInTurn, type Throughput } from '../measure.ts';
import type { Row } from '../report.ts';
import type { RunningServer } from '../servers.ts';
import { ensureProviders } from './import.ts';

const ROOT = '/services/data/v62.0';
const LIST = `${ROOT}/formwork/list/Account/Hospitals?pageSize=50`;
const READ_FIELDS =
  'Id,Name,CCN__c,Setting__c,BillingStreet,BillingCity,BillingPostalCode,State__c,Region__c,Phone,Overall_Rating__c,Medicare_Cert_Status__c';
const ROUNDS = { rounds: 5, seconds: 3 };

/** One record by its id, twelve fields. */
export async function benchRead(bench: Bench): Promise<Row[]> {
  const baseline = await startedBaseline(bench);
  const id = (await bench.get<ListPage>(LIST)).rows[0]?.id ?? '';
  const ours = `${bench.product.url}${ROOT}/sobjects/Account/${id}?fields=${READ_FIELDS}`;
  const theirs = `${baseline.url}/read/${id}`;
  await expectSame(bench, ours, theirs);
  return [await compare('read one record', load(bench, ours), load(bench, theirs))];
}

/** A filtered and sorted list of 50 with its total, as the list page asks for it. */
export async function benchList(bench: Bench): Promise<Row[]> {
  const baseline = await startedBaseline(bench);
  const [ours, theirs] = [`${bench.product.url}${LIST}`, `${baseline.url}/list`];
  await expectSame(bench, ours, theirs);
  const { total } = await bench.get<ListPage>(LIST);
  const row = await compare('list of 50 with total', load(bench, ours), load(bench, theirs));
  return [{ ...row, note: `${row.note}, ${total} rows match` }];
}

/** One record created, with types, references, validation rules and uniqueness. */
export async function benchCreate(bench: Bench): Promise<Row[]> {
  const baseline = await startedBaseline(bench);
  const { records } = await bench.get<{ records: { Id: string; QIN_Region__c: string }[] }>(
    `${ROOT}/query?q=${encodeURIComponent("SELECT Id, QIN_Region__c FROM State__c WHERE Code__c = 'ME'")}`,
  );
  const state = records[0];
  let number = 0;
  const body = () => {
    number += 1;
    const code = number.toString(36).toUpperCase().padStart(5, '0');
    return JSON.stringify({
      Name: `Benchmark provider ${number}`,
      CCN__c: `Z${code}`,
      Setting__c: 'Hospital',
      State__c: state?.Id,
      Region__c: state?.QIN_Region__c,
      BillingCity: 'Portland',
      Phone: '207-555-0100',
    });
  };
  const create = (url: string): Load => ({ ...load(bench, url), method: 'POST', body });
  return [
    await compare(
      'create one record',
      create(`${bench.product.url}${ROOT}/sobjects/Account`),
      create(`${baseline.url}/create`),
    ),
  ];
}

async function startedBaseline(bench: Bench): Promise<RunningServer> {
  await ensureProviders(bench);
  const { rows, total, isCapped, ...head } = await bench.get<ListPage>(LIST);
  return bench.baseline(head);
}

function load(bench: Bench, url: string): Load {
  return { url, headers: { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' } };
}

/** Speed counts only where the answers are the same. */
async function expectSame(bench: Bench, ours: string, theirs: string): Promise<void> {
  const headers = { authorization: `Bearer ${bench.token}` };
  const [a, b] = await Promise.all([ours, theirs].map(async (url) => (await fetch(url, { headers })).json()));
  deepStrictEqual(b, a);
}

async function compare(name: string, ours: Load, theirs: Load): Promise<Row> {
  const result = await measureInTurn(ours, theirs, ROUNDS);
  const words = ({ perSecond, p50, p99 }: Throughput) => `${Math.round(perSecond)}/s (p50 ${p50} ms, p99 ${p99} ms)`;
  return {
    name,
    ours: words(result.ours),
    baseline: words(result.baseline),
    ratio: result.ratio,
    note: 'throughput, higher is better; 16 connections',
    figures: { ...result, ...ROUNDS },
  };
}
