import { createHash, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Json } from '../json.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { Package } from '../packages/element.ts';
import { qualified } from '../physical/identifier.ts';
import type { Problem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { DeployPlan } from './deploy-result.ts';
import { Refusal } from './refusal.ts';
import type { PackagesRequest } from './request.ts';

/** A deploy as it was checked. */
export interface Validated {
  readonly request: PackagesRequest;
  readonly plan: DeployPlan;
  readonly fromVersion: number;
  readonly checkedBy: string;
  readonly checkedAt: string;
}

const VALID_DAYS = 10;
/** So long afterwards a token is still known, so that its refusal can say why. */
const KNOWN_DAYS = 30;
const FORM = /^fwv_[A-Za-z0-9_-]{32}$/;

/** Keeps what was checked; gives the token by which it is applied later. */
export async function storeValidated(store: Store, request: PackagesRequest, plan: DeployPlan): Promise<string> {
  const token = `fwv_${randomBytes(24).toString('base64url')}`;
  const table = qualified(store.schema, 'fw_validated');
  await store.pool.query(`delete from ${table} where expires_at < now() - interval '${KNOWN_DAYS} days'`);
  await store.pool.query(
    `insert into ${table} (hash, digest, request, plan, from_version, checked_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + interval '${VALID_DAYS} days')`,
    [
      hashOf(token),
      packagesDigest(request.packages),
      JSON.stringify(writeRequest(request)),
      JSON.stringify(plan),
      plan.fromVersion,
      request.by,
    ],
  );
  return token;
}

/** What a token stands for, or why it stands for nothing. */
export async function loadValidated(store: Store, request: PackagesRequest): Promise<Validated | Problem> {
  const { token = '', packages } = request;
  if (!FORM.test(token)) return refused('UNKNOWN_TOKEN', `"${token.slice(0, 60)}" is no token of a checked deploy.`);
  const { rows } = await store.pool.query<ValidatedRow>(
    `select *, expires_at < now() as is_expired from ${qualified(store.schema, 'fw_validated')} where hash = $1`,
    [hashOf(token)],
  );
  const [row] = rows;
  if (!row) return refused('UNKNOWN_TOKEN', `Org ${store.org} has no checked deploy of this token.`);
  const checked = `The deploy that ${row.checked_by} checked at ${row.checked_at.toISOString()}`;
  if (row.used_by !== null) return refused('TOKEN_USED', `${checked} was applied already, as ${row.used_by}.`);
  if (row.is_expired) return refused('TOKEN_EXPIRED', `${checked} was good until ${row.expires_at.toISOString()}.`);
  if (packages.length > 0 && packagesDigest(packages) !== row.digest)
    return refused('TOKEN_OF_OTHER_PACKAGES', `${checked} was of other packages than these.`);
  return {
    request: readRequest(row.request, request),
    plan: row.plan,
    fromVersion: Number(row.from_version),
    checkedBy: row.checked_by,
    checkedAt: row.checked_at.toISOString(),
  };
}

/** Marks a token as used, in the deploy's own transaction: it is good for one deploy. */
export async function spendToken(
  client: PoolClient,
  store: Store,
  { token, deploy }: { readonly token: string; readonly deploy: string },
): Promise<void> {
  const { rowCount } = await client.query(
    `update ${qualified(store.schema, 'fw_validated')} set used_by = $2 where hash = $1 and used_by is null`,
    [hashOf(token), deploy],
  );
  if (rowCount === 0) throw new Refusal([refused('TOKEN_USED', 'This checked deploy was applied just now.')]);
}

/**
 * Whether two plans do the same to the same elements and tables, whatever version they start from. Of losses, the
 * confirmation says which they are: how many records hold them, and until when they are kept, moves while people work.
 */
export function isSamePlan(one: DeployPlan, other: DeployPlan): boolean {
  // Plans are JSON; one that was stored has lost what is undefined.
  const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));
  const parts = ({ elements, schema, conflicts, confirmation }: DeployPlan) =>
    json({ elements, schema, conflicts, confirmation });
  return equalJson(parts(one), parts(other));
}

interface ValidatedRow {
  readonly digest: string;
  readonly request: StoredRequest;
  readonly plan: DeployPlan;
  readonly from_version: string;
  readonly checked_by: string;
  readonly checked_at: Date;
  readonly expires_at: Date;
  readonly used_by: string | null;
  readonly is_expired: boolean;
}

type StoredRequest = Pick<PackagesRequest, 'prefer' | 'decisions' | 'destructive' | 'uninstall' | 'confirm'> & {
  readonly packages: readonly (Omit<Package, 'elements'> & { readonly elements: readonly Element[] })[];
};
type Element = Package['elements'] extends ReadonlyMap<string, infer E> ? E : never;

function writeRequest({
  packages,
  prefer,
  decisions,
  destructive,
  uninstall,
  confirm,
}: PackagesRequest): StoredRequest {
  const written = packages.map((item) => ({ ...item, elements: [...item.elements.values()] }));
  return {
    packages: written,
    ...(prefer === undefined ? {} : { prefer }),
    ...(decisions === undefined ? {} : { decisions }),
    ...(destructive === undefined ? {} : { destructive }),
    ...(uninstall === undefined ? {} : { uninstall }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** What was checked, by whoever applies it. */
function readRequest(
  { packages, ...asked }: StoredRequest,
  { by, note, confirm, token, sees }: PackagesRequest,
): PackagesRequest {
  return {
    ...asked,
    ...(confirm === undefined ? {} : { confirm }),
    ...(token === undefined ? {} : { token }),
    ...(sees === undefined ? {} : { sees }),
    kind: 'packages',
    by,
    note,
    packages: packages.map((item) => ({ ...item, elements: new Map(item.elements.map((each) => [each.id, each])) })),
  };
}

/** A hash of what some packages say together, whatever their order. */
export function packagesDigest(packages: readonly Package[]): string {
  const digests = packages.map(({ name, digest }) => `${name} ${digest}`).sort();
  return createHash('sha256').update(digests.join('\n')).digest('hex');
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function refused(code: string, reason: string): Problem {
  return {
    code,
    severity: 'error',
    message: `${reason} Nothing was changed; check the packages anew for another token.`,
  };
}
