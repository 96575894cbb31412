import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { demoApp, demoOptions } from '../../apps/server/demo.ts';
import { openEngine } from '../../runtime/engine.ts';
import { createServer } from '../../runtime/http/server.ts';
import { loadServerKeys } from '../../runtime/http/sign-in/server-keys.ts';

/* A program for the tests: serves an org over HTTP as one process of a fleet, and tells its address over the channel. */
const [databaseUrl = '', org = ''] = process.argv.slice(2);
const engine = await openEngine({ databaseUrl, org, maxConnections: 4 });
const folder = await mkdtemp(join(tmpdir(), 'formwork-fleet-'));
const keys = await loadServerKeys(folder);
const server = await createServer(engine, {
  ...{ publicUrl: 'http://127.0.0.1', mode: 'demo', secret: keys.secret, webFolder: join(folder, 'web') },
  ...{ demo: demoOptions(engine, keys), connectedApps: [demoApp(engine)], logger: pino({ level: 'silent' }) },
});
process.send?.(await server.listen({ port: 0, host: '127.0.0.1' }));
process.on('disconnect', () => process.exit());
