import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Below this the headers weigh more than what is saved. */
const MIN_BYTES = 1024;
const COMPRESSIBLE = /^(application\/json|text\/|application\/javascript|image\/svg)/;

const [brotliAsync, gzipAsync] = [promisify(brotliCompress), promisify(gzip)];

/** Packs answers that are text and not packed yet, as well as the client understands. */
export function addCompression(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isText || payload.length < MIN_BYTES || !COMPRESSIBLE.test(type) || reply.hasHeader('content-encoding'))
      return payload;
    reply.header('vary', 'accept-encoding');
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    if (!encoding) return payload;
    const packed = await PACKERS[encoding](payload);
    reply.header('content-encoding', encoding).removeHeader('content-length');
    return packed;
  });
}

type Encoding = 'br' | 'gzip';

const PACKERS: Readonly<Record<Encoding, (payload: string | Buffer) => Promise<Buffer>>> = {
  // Quality 4 packs as well as gzip's best, in its time.
  br: (payload) => brotliAsync(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (payload) => gzipAsync(payload, { level: 5 }),
};

function chooseEncoding(header: string | string[] | undefined): Encoding | undefined {
  const refused = /;\s*q=0(?:\.0+)?\s*$/;
  const accepted = String(header ?? '')
    .split(',')
    .filter((part) => !refused.test(part))
    .map((part) => part.split(';', 1)[0]?.trim().toLowerCase());
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding));
}
