import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { type Engine, openEngine } from '../../../../runtime/engine.ts';
import { hashSecret } from '../../../../runtime/http/oauth/clients.ts';
import { findPerson, listPeople } from '../../../../runtime/http/people.ts';
import { createServer, type ServerOptions } from '../../../../runtime/http/server.ts';
import { loadServerKeys } from '../../../../runtime/http/sign-in/server-keys.ts';
import { save } from '../../../../runtime/records/save.ts';
import type { RecordInput } from '../../../../runtime/records/save-request.ts';
import { testDatabaseUrl } from '../../../support/database.ts';
import { type TestOrg, testOrg } from '../../../support/org.ts';
import { SHOP } from './shop.ts';

export const PASSWORD = 'formwork-demo';

/** A real server on a real org with the shop's package, three people and no records. */
export interface ShopServer {
  readonly url: string;
  readonly org: TestOrg;
  readonly engine: Engine;
  readonly server: FastifyInstance;
  readonly users: Readonly<Record<'admin' | 'seller' | 'visitor', string>>;
  /** Access token of a person, by the password flow. */
  token(username: string, org?: string): Promise<string>;
  /** A call of the API as the holder of a token; bodies are JSON. */
  call(token: string, path: string, init?: CallInit): Promise<Answer>;
  /** Saves records with the engine's own right. */
  insert(object: string, records: readonly RecordInput[]): Promise<readonly string[]>;
  update(object: string, records: readonly { readonly id: string; readonly values: RecordInput }[]): Promise<void>;
  close(): Promise<void>;
}

export interface CallInit {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}

export const API = '/services/data/v67.0';

/** What a server of an org with the shop's people is made with. */
export type OptionsFor = (engine: Engine) => ServerOptions;

/** `more` adds to the options; a function may make it from the engine and from what servers of other orgs are made with. */
export async function openShopServer(
  more: Partial<ServerOptions> | ((engine: Engine, optionsFor: OptionsFor) => Partial<ServerOptions>) = {},
): Promise<ShopServer> {
  const org = await testOrg({ files: SHOP });
  const engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 4 });
  const folder = await mkdtemp(join(tmpdir(), 'formwork-server-'));
  const keys = await loadServerKeys(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const insert = async (object: string, records: readonly RecordInput[]) => {
    const outcomes = await engine.write(engine.systemAccess(), (context) =>
      save(context, { operation: 'insert', object, records: records.map((values) => ({ values })), allOrNone: true }),
    );
    const errors = outcomes.flatMap((outcome) => outcome.errors);
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return outcomes.map(({ id }) => String(id));
  };
  const users = await insertPeople(insert);
  const optionsFor: OptionsFor = (each) => ({
    publicUrl: url,
    mode: 'demo',
    secret: keys.secret,
    demo: {
      password: PASSWORD,
      keys,
      isPassword: (password) => password === PASSWORD,
      listPeople: () => listPeople(each),
      findPerson: (username) => findPerson(each, username),
    },
    connectedApps: [
      {
        clientId: 'formwork-cli',
        secretHash: hashSecret('formwork-demo'),
        label: 'Test',
        grantTypes: new Set(['password', 'client_credentials', 'refresh_token', 'authorization_code']),
        redirectUris: ['http://localhost:1717/OauthRedirect'],
        runAs: async () => users.seller,
      },
    ],
    webFolder: join(folder, 'web'),
    logger: pino({ level: 'silent' }),
  });
  const added = typeof more === 'function' ? more(engine, optionsFor) : more;
  const server = await createServer(engine, { ...optionsFor(engine), ...added });
  await server.listen({ port, host: '127.0.0.1' });

  const call: ShopServer['call'] = async (token, path, { method = 'GET', body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    url,
    org,
    engine,
    server,
    users,
    call,
    insert,
    async token(username, named) {
      const response = await fetch(`${url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'password',
          client_id: 'formwork-cli',
          client_secret: 'formwork-demo',
          username,
          password: PASSWORD,
          ...(named !== undefined && { org: named }),
        }),
      });
      const body = (await response.json()) as { access_token: string };
      if (!response.ok) throw new Error(JSON.stringify(body));
      return body.access_token;
    },
    async update(object, records) {
      const request = { operation: 'update', object, records, allOrNone: true } as const;
      await engine.write(engine.systemAccess(), (context) => save(context, request));
    },
    async close() {
      await server.close();
      await engine.close();
      await org.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function insertPeople(insert: ShopServer['insert']): Promise<ShopServer['users']> {
  const person = (name: string, title: string) => ({
    Username: `${name}@shop.example`,
    Name: `${name[0]?.toUpperCase()}${name.slice(1)} Person`,
    LastName: 'Person',
    Email: `${name}@shop.example`,
    Title: title,
  });
  const [admin = '', seller = '', visitor = ''] = await insert('User', [
    person('admin', 'Runs the shop'),
    person('seller', 'Sells'),
    person('visitor', 'Looks around'),
  ]);
  const assignment = (AssigneeId: string, name: string) => ({ AssigneeId, PermissionSet: { Name: name } });
  await insert('PermissionSetAssignment', [
    assignment(admin, 'System_Administrator'),
    assignment(seller, 'Seller'),
    assignment(visitor, 'Visitor'),
  ]);
  return { admin, seller, visitor };
}

async function freePort(): Promise<number> {
  const { createServer: createSocket } = await import('node:net');
  return new Promise((resolve) => {
    const socket = createSocket();
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address();
      socket.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
