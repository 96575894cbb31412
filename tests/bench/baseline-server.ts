import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

/*
 * What a good engineer writes by hand for one screen: fastify and SQL, no metadata. It works on the same rows, finds
 * the session as the product does, holds the same rules of the account, and answers the same JSON.
 */
interface Settings {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly keyPrefix: string;
  /** What never changes of the answers: the list page's head, taken once from the product. */
  readonly listHead: Readonly<Record<string, unknown>>;
}

const settings: Settings = JSON.parse(process.env.BASELINE_SETTINGS ?? '{}');
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 20 });
const schema = `"${settings.schema.replaceAll('"', '""')}"`;
const server = Fastify();
let counter = 0;

server.addHook('onRequest', async (request, reply) => {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const { rows } = await pool.query({
    name: 'session',
    text: `select s.user_id from ${schema}.fw_session s join ${schema}."user" u on u.id = s.user_id and u.isactive
           where s.hash = $1 and s.kind = 'access' and s.expires_at > now()`,
    values: [createHash('sha256').update(token).digest()],
  });
  const user = rows[0]?.user_id;
  if (!user) return reply.code(401).send([{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]);
  request.headers['x-user'] = user;
});

server.get<{ Params: { id: string } }>('/read/:id', async (request, reply) => {
  const { rows } = await pool.query({
    name: 'read',
    text: `select id as "Id", name as "Name", ccn__c as "CCN__c", setting__c as "Setting__c", billingstreet as "BillingStreet",
             billingcity as "BillingCity", billingpostalcode as "BillingPostalCode", state__c as "State__c", region__c as "Region__c",
             phone as "Phone", overall_rating__c::float8 as "Overall_Rating__c", medicare_cert_status__c as "Medicare_Cert_Status__c"
           from ${schema}.account where id = $1 and not is_deleted`,
    values: [request.params.id],
  });
  if (!rows[0])
    return reply.code(404).send([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
  return { attributes: { type: 'Account', url: `/services/data/v62.0/sobjects/Account/${rows[0].Id}` }, ...rows[0] };
});

server.get('/list', async () => {
  const where = `a.setting__c in ('Hospital', 'Critical Access Hospital') and not a.is_deleted`;
  const [page, total] = await Promise.all([
    pool.query({
      name: 'list',
      text: `select a.id, a.name, a.ccn__c, a.hospital_type__c, a.billingcity, a.state__c, s.name as state_name, a.emergency_services__c,
               a.overall_rating__c::float8 as overall_rating__c, a.medicare_cert_status__c
             from ${schema}.account a left join ${schema}.state__c s on s.id = a.state__c and not s.is_deleted
             where ${where} order by lower(a.name) using ~<~, a.id limit 50`,
    }),
    pool.query({
      name: 'total',
      text: `select count(*)::int as total from (select 1 from ${schema}.account a where ${where} limit 10001) capped`,
    }),
  ]);
  const rows = page.rows.map((row) => ({
    id: row.id,
    cells: [
      { value: row.name },
      { value: row.ccn__c },
      { value: row.hospital_type__c },
      { value: row.billingcity },
      { value: row.state__c, display: row.state_name },
      { value: row.emergency_services__c },
      { value: row.overall_rating__c },
      { value: row.medicare_cert_status__c },
    ],
  }));
  const count = total.rows[0].total;
  return { ...settings.listHead, rows, total: Math.min(count, 10_000), isCapped: count > 10_000 };
});

interface NewAccount {
  readonly Name?: string;
  readonly CCN__c?: string;
  readonly Setting__c?: string;
  readonly State__c?: string;
  readonly Region__c?: string;
  readonly BillingCity?: string;
  readonly Phone?: string;
}

const SETTINGS = new Set([
  'Hospital',
  'Critical Access Hospital',
  'Nursing Home',
  'ESRD Facility',
  'Home Health',
  'Hospice',
  'Outpatient Clinical Practice',
]);

server.post<{ Body: NewAccount }>('/create', async (request, reply) => {
  const body = request.body;
  const errors = problemsOf(body);
  const { rows: found } = await pool.query({
    name: 'references',
    text: `select s.qin_region__c as region, exists (select 1 from ${schema}.account where lower(ccn__c) = lower($2) and not is_deleted) as taken,
             exists (select 1 from ${schema}.region__c where id = $3 and not is_deleted) as has_region
           from ${schema}.state__c s where s.id = $1 and not s.is_deleted`,
    values: [body.State__c, body.CCN__c, body.Region__c],
  });
  if (!found[0]?.has_region)
    errors.push({ errorCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'The state or region does not exist.' });
  else if (found[0].region !== body.Region__c)
    errors.push({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'Choose the region that the state or territory belongs to.',
    });
  if (found[0]?.taken) errors.push({ errorCode: 'DUPLICATE_VALUE', message: 'CCN is already used.' });
  if (errors.length > 0) return reply.code(400).send(errors);
  const id = nextId();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'create',
      text: `insert into ${schema}.account (id, name, ccn__c, setting__c, state__c, region__c, billingcity, phone, medicare_cert_status__c,
               engagement_status__c, owner_id, created_by_id, last_modified_by_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'Active', 'Not engaged', $9, $9, $9)`,
      values: [
        id,
        body.Name,
        body.CCN__c,
        body.Setting__c,
        body.State__c,
        body.Region__c,
        body.BillingCity,
        body.Phone,
        request.headers['x-user'],
      ],
    });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(201).send({ id, success: true, errors: [] });
});

const address = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.(address);
process.on('disconnect', () => process.exit(0));

function problemsOf(body: NewAccount): { errorCode: string; message: string }[] {
  const errors: { errorCode: string; message: string }[] = [];
  if (!body.Name || body.Name.length > 255)
    errors.push({ errorCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]' });
  if (!body.Setting__c || !SETTINGS.has(body.Setting__c))
    errors.push({ errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: 'Setting: bad value' });
  if (!/^[0-9A-Z]{6}$/.test(body.CCN__c ?? ''))
    errors.push({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'CCN must be 6 letters or digits.' });
  if (!body.State__c)
    errors.push({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Choose the state or territory.' });
  if (body.Phone && body.Phone.length > 40) errors.push({ errorCode: 'STRING_TOO_LONG', message: 'Phone: too long' });
  return errors;
}

/** Ids from this process's clock and a counter: the baseline needs no more than that they do not collide. */
function nextId(): string {
  counter += 1;
  return `${settings.keyPrefix}${(BigInt(Date.now()) * 100_000n + BigInt(counter % 100_000)).toString(36).padStart(12, '0').slice(-12)}AAA`;
}
