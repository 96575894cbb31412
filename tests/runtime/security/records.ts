import type pg from 'pg';
import type { StoredValue } from '../../../platform/fields/field-type.ts';
import { idChecksum } from '../../../platform/fields/record-id.ts';
import type { Live } from '../../../platform/physical/physical.ts';

type Client = pg.Pool | pg.PoolClient;

/** Writes rows straight into the tables, so that what is read back owes nothing to the code under test. */
export class Records {
  readonly #pool: Client;
  readonly #live: Live;
  readonly #named: Map<string, string>;
  #count = 0;

  constructor(pool: Client, live: Live, named: Map<string, string>) {
    this.#pool = pool;
    this.#live = live;
    this.#named = named;
  }

  /** Remembers the ids of the roles and permission sets that the deploy made. */
  static async open(pool: Client, live: Live): Promise<Records> {
    const { physical } = live;
    const ids = async (object: string, field: string) => {
      const columns = `id, "${physical.column(object, field)}" as name`;
      const { rows } = await pool.query(`select ${columns} from "${physical.schema}"."${physical.table(object)}"`);
      return rows.map(({ id, name }): [string, string] => [`${object}:${name}`, id]);
    };
    const found = [...(await ids('UserRole', 'DeveloperName')), ...(await ids('PermissionSet', 'Name'))];
    return new Records(pool, live, new Map(found));
  }

  /** Id of a role or permission set: `UserRole:Advisor`. */
  named(key: string): string {
    const id = this.#named.get(key);
    if (id === undefined) throw new Error(`There is no ${key}`);
    return id;
  }

  async insert(object: string, values: Readonly<Record<string, StoredValue>> = {}): Promise<string> {
    const { physical } = this.#live;
    const id = this.newId(object);
    const given = Object.entries({ Id: id, Name: `${object} ${this.#count}`, ...values });
    const columns = given.map(([field]) => `"${physical.column(object, field)}"`);
    const places = given.map((_, index) => `$${index + 1}`);
    await this.#pool.query(
      `insert into "${physical.schema}"."${physical.table(object)}" (${columns}) values (${places})`,
      given.map(([, value]) => value),
    );
    return id;
  }

  async update(object: string, id: string, values: Readonly<Record<string, StoredValue>>): Promise<void> {
    const { physical } = this.#live;
    const sets = Object.keys(values).map((field, index) => `"${physical.column(object, field)}" = $${index + 2}`);
    const table = `"${physical.schema}"."${physical.table(object)}"`;
    await this.#pool.query(`update ${table} set ${sets} where id = $1`, [id, ...Object.values(values)]);
  }

  async user(
    name: string,
    given: { role?: string; sets?: readonly string[]; isActive?: boolean; timeZone?: string } = {},
  ): Promise<string> {
    const id = await this.insert('User', {
      Name: name,
      LastName: name,
      Username: `${name}.${this.#count}@test.example`,
      Email: `${name}@test.example`,
      IsActive: given.isActive ?? true,
      TimeZoneSidKey: given.timeZone ?? 'America/New_York',
      LocaleSidKey: 'en_US',
      UserRoleId: given.role === undefined ? null : this.named(`UserRole:${given.role}`),
    });
    for (const set of given.sets ?? [])
      await this.insert('PermissionSetAssignment', {
        AssigneeId: id,
        PermissionSetId: this.named(`PermissionSet:${set}`),
      });
    return id;
  }

  /** An id that no row has yet. */
  newId(object: string): string {
    const id = `${this.#live.physical.keyPrefix(object)}9${String(++this.#count).padStart(11, '0')}`;
    return id + idChecksum(id);
  }
}
