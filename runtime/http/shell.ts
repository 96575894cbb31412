import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { plainPage } from './sign-in/plain-page.ts';

/** Addresses of pages (look.md): all of them are the one shell, which finds its page itself. */
const PAGE_PATHS = [
  '/',
  '/home',
  '/search',
  '/signed-in',
  '/signed-out',
  '/o/*',
  '/r/*',
  '/n/*',
  '/studio',
  '/studio/*',
];

/** The built pages: the shell for every page address, to everyone, and its hashed files for good. */
export async function addShell(server: FastifyInstance, webFolder: string): Promise<void> {
  const file = join(webFolder, 'index.html');
  for (const path of PAGE_PATHS) {
    server.get(path, async (_request, reply) => {
      // Read each time: a rebuild shows at the next visit, and the file is small.
      const html = await readFile(file, 'utf8').catch(() => undefined);
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(html ?? NOT_BUILT);
    });
  }
  if (!existsSync(webFolder)) return;
  await server.register(fastifyStatic, {
    root: webFolder,
    index: false,
    dotfiles: 'ignore',
    wildcard: true,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      const isHashed = path.includes('/assets/');
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

const NOT_BUILT = plainPage({
  title: 'The pages are not built',
  body: '<p>The REST API serves. <code>npm start</code> builds the pages before it starts the server.</p>',
});
