import type { Engine } from '../../runtime/engine.ts';
import { type ConnectedApp, hashSecret } from '../../runtime/http/oauth/clients.ts';
import { findPerson, listPeople } from '../../runtime/http/people.ts';
import type { DemoOptions } from '../../runtime/http/sign-in/demo-provider.ts';
import type { ServerKeys } from '../../runtime/http/sign-in/server-keys.ts';

/** Password of every demo person, and secret of the demo's connected app: for trying out, never for production. */
export const DEMO_PASSWORD = 'formwork-demo';

/** The people that can sign in to a demo: the org's own active users. */
export function demoOptions(engine: Engine, keys: ServerKeys): DemoOptions {
  return {
    password: DEMO_PASSWORD,
    keys,
    isPassword: (password) => password === DEMO_PASSWORD,
    listPeople: () => listPeople(engine),
    findPerson: (username) => findPerson(engine, username),
  };
}

/** The program that may ask a demo for tokens. By itself it acts for the user whose username begins with `integration@`. */
export function demoApp(engine: Engine): ConnectedApp {
  return {
    clientId: 'formwork-cli',
    secretHash: hashSecret(DEMO_PASSWORD),
    label: 'Formwork CLI',
    grantTypes: new Set(['password', 'client_credentials', 'refresh_token', 'authorization_code']),
    redirectUris: ['http://localhost:1717/OauthRedirect', 'http://127.0.0.1:1717/OauthRedirect'],
    async runAs() {
      const people = await listPeople(engine);
      return people.find(({ username }) => username.startsWith('integration@'))?.id;
    },
  };
}
