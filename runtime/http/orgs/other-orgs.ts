import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type ApiError, RequestError } from '../../errors.ts';
import { errorAnswer } from '../errors.ts';
import { hintOfForm, hintOfRequest } from './choose-org.ts';
import type { OrgDirectory } from './org-directory.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A server that hands each request to the org that it means, before anything of it is read. What is left to itself goes
 * to the process's own org; where the org that is meant cannot be found, no other answers for it.
 */
export function serveByOrg(handler: Handler, options: ServerOptions, { orgs, logger }: Directory): Server {
  return createServer(options, (request, response) => {
    const hint = hintOfRequest(request);
    if (hint === undefined) return handler(request, response);
    orgs.find(hint).then(
      (other) => (other ? other.server.routing(request, response) : handler(request, response)),
      (error: unknown) => {
        logger.error({ err: error }, FAILED);
        const { status, type, body } = errorAnswer([UNAVAILABLE], request);
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
      },
    );
  });
}

const FAILED = 'an org cannot be served';
const UNAVAILABLE: ApiError = {
  errorCode: 'SERVER_UNAVAILABLE',
  message: 'The org cannot be reached at this moment. Try again.',
};

export interface Directory {
  readonly orgs: OrgDirectory;
  readonly logger: Logger;
}

/** Forms that ask for tokens or end them name their org in what they send. */
export function handOverForms(server: FastifyInstance, orgs: OrgDirectory): void {
  server.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || !FORMS.has(request.routeOptions.url ?? '')) return;
    const hint = hintOfForm(request.body as Readonly<Record<string, unknown>> | null);
    const other = await orgs.find(hint).catch((error: unknown) => {
      request.log.error({ err: error }, FAILED);
      throw new RequestError([UNAVAILABLE], { cause: error });
    });
    if (other) return handOver(other.server, request, reply);
  });
}

const FORMS: ReadonlySet<string> = new Set(['/services/oauth2/token', '/services/oauth2/revoke']);

async function handOver(server: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { authorization } = request.headers;
  const answer = await server.inject({
    method: 'POST',
    url: request.url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
    payload: new URLSearchParams(request.body as Record<string, string>).toString(), // a form's fields are texts
    remoteAddress: request.ip,
  });
  for (const name of ['content-type', 'cache-control', 'pragma'])
    if (answer.headers[name] !== undefined) reply.header(name, answer.headers[name]);
  return reply.code(answer.statusCode).send(answer.rawPayload);
}
