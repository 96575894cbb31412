import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../docs/site.ts';
import { plainPage } from './sign-in/plain-page.ts';

/**
 * The reference under /docs, to everyone: it says what metadata may say, and nothing of this org. It is made when
 * somebody first asks for it.
 */
export function addDocs(server: FastifyInstance, load: () => Promise<Site>): void {
  let files: Promise<ReadonlyMap<string, ServedFile>> | undefined;
  const serve = () => {
    files ??= load().then(servedFiles);
    // What failed once may work the next time.
    files.catch(() => {
      files = undefined;
    });
    return files;
  };
  server.get('/docs', (_request, reply) => reply.redirect('/docs/', 301));
  server.get('/docs/*', { onSend: tagEncoding }, async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    const file = (await serve()).get(path === '' ? 'index.html' : path);
    if (!file) return reply.code(404).type(TYPES['.html']).send(NOT_FOUND);
    reply.headers({ etag: file.etag, 'cache-control': 'no-cache' });
    if (isSame(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
    return reply.type(file.type).send(file.content);
  });
}

/** A strong tag means these very bytes; packed ones are others. */
async function tagEncoding(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const [tag, encoding] = [reply.getHeader('etag'), reply.getHeader('content-encoding')];
  if (typeof tag === 'string' && encoding !== undefined) reply.header('etag', tag.replace(/"$/, `-${encoding}"`));
}

interface ServedFile {
  readonly content: string | Buffer;
  readonly type: string;
  readonly etag: string;
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
} as const;

function servedFiles(site: Site): ReadonlyMap<string, ServedFile> {
  return new Map([...site].map(([path, content]) => [path, { content, type: typeOf(path), etag: etagOf(content) }]));
}

function typeOf(path: string): string {
  const ending = extname(path);
  return isKnown(ending) ? TYPES[ending] : 'application/octet-stream';
}

function isKnown(ending: string): ending is keyof typeof TYPES {
  return Object.hasOwn(TYPES, ending);
}

function etagOf(content: string | Buffer): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}

/** Packed, a file has its tag with the packing at its end; whoever holds any of these holds the file. */
function isSame(header: string | undefined, etag: string): boolean {
  const held = (header ?? '').split(',').map((each) => each.trim().replace(/-(?:br|gzip)"$/, '"'));
  return held.includes(etag) || held.includes('*');
}

const NOT_FOUND = plainPage({
  title: 'There is no such page',
  body: '<p>The <a href="/docs/">reference</a> has a list of all its pages, and a search.</p>',
});
