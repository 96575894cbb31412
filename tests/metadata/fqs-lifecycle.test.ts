import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoOrg, demoOrg, messages, type Person, text } from './demo-org.ts';

let demo: DemoOrg;
let advisor: Person;
let reviewer: Person;
let sme: Person;
let cor: Person;
beforeAll(async () => {
  demo = await demoOrg();
  advisor = await demo.as('advisor.northeast');
  reviewer = await demo.as('intake.reviewer');
  sme = await demo.as('sme');
  cor = await demo.as('cor.northeast');
});
afterAll(() => demo?.close());

const Q = 'FQS_Request__c';
const NEED = { Source__c: 'Providers & Stakeholders', Description_of_Need__c: 'Twelve cases in six days.' };

async function newRequest(by: Person, values = {}): Promise<string> {
  const outcome = await by.create(Q, { Title__c: 'Cluster of influenza', ...NEED, ...values });
  expect(outcome.errors).toEqual([]);
  return text(outcome.id);
}

async function addProvider(by: Person, request: string): Promise<void> {
  const [provider] = await by.query("SELECT Id FROM Account WHERE Name = 'Harbor Pines Nursing Center'");
  const outcome = await by.create('FQS_Request_Provider__c', { Request__c: request, Provider__c: text(provider?.Id) });
  expect(outcome.errors).toEqual([]);
}

async function take(by: Person, action: string, id: string, inputs = {}): Promise<void> {
  expect((await by.act(`${Q}.${action}`, id, inputs)).errors, action).toEqual([]);
}

async function inReview(by: Person = advisor): Promise<string> {
  const id = await newRequest(by);
  await addProvider(by, id);
  await take(by, 'Submit', id);
  await take(by === reviewer ? await demo.as('intake.reviewer2') : reviewer, 'Start_Review', id);
  return id;
}

async function read(by: Person, id: string, fields: string): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await by.query(`SELECT ${fields} FROM ${Q} WHERE Id = '${id}'`);
  return row ?? {};
}

const refusal = async (by: Person, action: string, id: string, inputs = {}) =>
  messages(await by.act(`${Q}.${action}`, id, inputs));

describe('a request on its way', () => {
  it('goes from draft to new, in review and rejected, and notes who and when', async () => {
    const id = await newRequest(advisor);
    expect(await read(advisor, id, 'Status__c, Submitter__c')).toEqual({ Status__c: 'Draft', Submitter__c: null });
    await take(advisor, 'Submit', id);
    const submitted = await read(reviewer, id, 'Status__c, Review_State__c, Submitter__r.Username, Submitted_On__c');
    expect(submitted).toMatchObject({
      Status__c: 'New',
      Review_State__c: 'Review Details',
      'Submitter__r.Username': 'advisor.northeast@cqp.example',
    });
    expect(Date.now() - Date.parse(String(submitted.Submitted_On__c))).toBeLessThan(60_000);
    await take(reviewer, 'Start_Review', id);
    expect(await refusal(reviewer, 'Reject', id)).toEqual(['Enter a reason.']);
    await take(reviewer, 'Reject', id, { Reject_Reason__c: 'The same need is with the COR already.' });
    expect(await read(advisor, id, 'Status__c, Review_State__c, Reject_Reason__c')).toEqual({
      Status__c: 'Rejected',
      Review_State__c: 'Review Completed',
      Reject_Reason__c: 'The same need is with the COR already.',
    });
  });

  it('cannot be submitted without source and need, each said at its field', async () => {
    const outcome = await advisor.create(Q, { Title__c: 'Only a title' });
    const refused = await advisor.act(`${Q}.Submit`, text(outcome.id));
    expect(messages(refused)).toEqual(['Tell us the source and the need.']);
    expect(refused.errors.flatMap(({ fields }) => fields)).toEqual(['Source__c', 'Description_of_Need__c']);
  });

  it('is submitted and withdrawn by its owner alone', async () => {
    const id = await newRequest(advisor);
    const manager = await demo.as('manager.northeast');
    expect(await refusal(manager, 'Submit', id)).toEqual([
      'Submit is not possible: it is not offered to you for this record.',
    ]);
    await take(advisor, 'Submit', id);
    await take(advisor, 'Withdraw', id);
    expect(await read(advisor, id, 'Status__c, Submitted_On__c')).toEqual({
      Status__c: 'Draft',
      Submitted_On__c: null,
    });
  });

  it('changes its status by actions alone', async () => {
    const id = await newRequest(advisor);
    expect(messages(await advisor.update(Q, id, { Status__c: 'Approved' }))).toEqual([
      'Status is changed by the actions on the page, not by editing the field.',
    ]);
    expect(messages(await advisor.create(Q, { Title__c: 'Born approved', ...NEED, Status__c: 'Approved' }))).toEqual([
      'Status is changed by the actions on the page, not by editing the field.',
    ]);
  });

  it('stays as it was submitted', async () => {
    const id = await newRequest(advisor);
    await take(advisor, 'Submit', id);
    expect(messages(await advisor.update(Q, id, { Description_of_Need__c: 'Something else' }))).toEqual([
      'Your request is with the reviewers. Withdraw it to change what you wrote.',
    ]);
    const colleague = (await demo.as('advisor2.northeast')).principal.userId;
    const given = await advisor.update(Q, id, { Description_of_Need__c: 'Something else', OwnerId: colleague });
    expect(messages(given)).toEqual(['Your request is with the reviewers. Withdraw it to change what you wrote.']);
    expect(messages(await reviewer.update(Q, id, { OwnerId: reviewer.principal.userId }))).toEqual([
      'Only the owner of this FQS request, or somebody above the owner, can change its owner.',
    ]);
    expect(
      (await reviewer.update(Q, id, { Description_of_Need__c: 'Twelve cases in six days, four staff.' })).errors,
    ).toEqual([]);
  });
});

describe('the intake decision', () => {
  it('is not for the one who submitted', async () => {
    const id = await inReview(reviewer);
    expect(await refusal(reviewer, 'Reject', id, { Reject_Reason__c: 'No' })).toEqual([
      'You submitted this request; another reviewer must decide.',
    ]);
  });

  it('is not for those without the permission', async () => {
    const id = await inReview();
    await expect(advisor.act(`${Q}.Reject`, id, { Reject_Reason__c: 'No' })).rejects.toThrow(/not allowed to reject/);
    const superuser = await demo.as('superuser');
    await expect(superuser.act(`${Q}.Forward_As_AIM`, id)).rejects.toThrow(/not allowed/);
  });

  it('needs a provider, aims, work, SME, COR and an active initiative before an SME gets it', async () => {
    const id = await newRequest(advisor);
    await take(advisor, 'Submit', id);
    await take(reviewer, 'Start_Review', id);
    expect(await refusal(reviewer, 'Send_To_SME', id)).toEqual([
      'Add at least one provider.',
      'Choose aims, describe the work and route to a COR and SME.',
      'Add the initiative to the QI Initiative Directory first.',
    ]);
  });

  it('explains itself where a provider is on the SPL', async () => {
    const id = await inReview();
    await prepare(id, { SPL_Check__c: 'On SPL' });
    expect(await refusal(reviewer, 'Send_To_SME', id, await people())).toEqual([
      'Provider is on the SPL. Send to Non-FQS Support or explain the override.',
    ]);
  });

  it('sends to AIM, to Non-FQS Support or marks as ineligible', async () => {
    const aim = await inReview();
    await take(reviewer, 'Forward_As_AIM', aim);
    expect(await read(reviewer, aim, 'Status__c, Is_FQS__c, Route__c')).toEqual({
      Status__c: 'Forwarded as AIM',
      Is_FQS__c: 'AIM',
      Route__c: 'AIM',
    });
    const support = await inReview();
    expect(await refusal(reviewer, 'Route_To_Non_FQS_Support', support)).toEqual([
      'Choose the COR who works with the QIO.',
    ]);
    await take(reviewer, 'Route_To_Non_FQS_Support', support, { COR__c: cor.principal.userId });
    await take(cor, 'Close_As_Absorbed', support);
    expect(await read(advisor, support, 'Status__c')).toEqual({ Status__c: 'Closed – Non-FQS' });
    const ineligible = await inReview();
    await take(reviewer, 'Mark_Ineligible', ineligible, { Ineligible_Reason__c: 'Inactive Med Certification' });
    expect(await read(advisor, ineligible, 'Status__c, Review_State__c')).toEqual({
      Status__c: 'Ineligible',
      Review_State__c: 'Review Completed',
    });
  });
});

describe('the SME and the COR', () => {
  it('complete, approve, hold, resume and decide', async () => {
    const id = await inReview();
    await prepare(id);
    await take(reviewer, 'Send_To_SME', id, await people());
    expect(await refusal(sme, 'Approve_As_SME', id)).toEqual(
      ['Tier', 'Sprint', 'Inclusion criteria', 'Outcomes reporting', 'Close-out criteria'].map(
        (field) => `Complete all referral attributes before approval: ${field}.`,
      ),
    );
    const attributes = {
      Tier__c: 'Tier 1 High',
      Sprint_Days__c: '30',
      Inclusion_Criteria__c: 'All units',
      Outcomes_Reporting__c: 'Weekly',
      Closeout_Criteria__c: 'No new case',
    };
    expect((await sme.update(Q, id, attributes)).errors).toEqual([]);
    expect(await refusal(cor, 'Place_On_Hold', id)).toEqual(['Enter a reason.']);
    await take(cor, 'Place_On_Hold', id, { Hold_Reason__c: 'Waiting for the laboratory' });
    expect(await read(cor, id, 'Status__c, Status_Before_Hold__c')).toEqual({
      Status__c: 'On Hold',
      Status_Before_Hold__c: 'SME Review',
    });
    await take(cor, 'Resume', id);
    expect(await read(cor, id, 'Status__c, Status_Before_Hold__c')).toEqual({
      Status__c: 'SME Review',
      Status_Before_Hold__c: null,
    });
    await take(sme, 'Approve_As_SME', id);
    await take(cor, 'Approve_As_COR', id);
    expect(await read(advisor, id, 'Status__c')).toEqual({ Status__c: 'Approved' });
  });

  it('return a request with a comment', async () => {
    const id = await inReview();
    await prepare(id);
    await take(reviewer, 'Send_To_SME', id, await people());
    expect(await refusal(sme, 'Return_To_Review', id)).toEqual([
      'Enter a comment that tells the submitter what to change.',
    ]);
    await take(sme, 'Return_To_Review', id, { Return_Comment__c: 'Which units?' });
    expect(await read(reviewer, id, 'Status__c, Review_State__c, Route__c')).toEqual({
      Status__c: 'In Review',
      Review_State__c: 'Review Details',
      Route__c: null,
    });
  });
});

async function prepare(id: string, values = {}): Promise<void> {
  const [initiative] = await reviewer.query("SELECT Id FROM QI_Initiative__c WHERE Status__c = 'Active' LIMIT 1");
  const routed = {
    Related_Aims__c: ['Patient Safety'],
    Description_of_Work__c: 'Walk the units',
    Initiative__c: text(initiative?.Id),
    ...values,
  };
  expect((await reviewer.update(Q, id, routed)).errors).toEqual([]);
}

async function people() {
  return { SME__c: sme.principal.userId, COR__c: cor.principal.userId };
}
