import type { FastifyInstance, RouteOptions } from 'fastify';
import type { TSchema } from 'typebox';

/** What a route's schema says about it besides what the framework validates. */
interface RouteSchema {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly consumes?: readonly string[];
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly headers?: TSchema;
  readonly body?: TSchema;
  readonly response?: Readonly<Record<string, TSchema>>;
}

declare module 'fastify' {
  interface FastifySchema {
    summary?: string;
    tags?: readonly string[];
    consumes?: readonly string[];
  }
}

/** GET /openapi.json, made from the routes that are really there: those whose schema has a summary. */
export function addOpenApi(server: FastifyInstance): void {
  const paths = new Map<string, Record<string, object>>();
  server.addHook('onRoute', (route) => {
    const schema = route.schema as RouteSchema | undefined;
    if (!schema?.summary) return;
    const path = openApiPath(route);
    const operations = paths.get(path) ?? {};
    paths.set(path, operations);
    for (const method of [route.method].flat())
      if (method !== 'HEAD') operations[method.toLowerCase()] = operation(schema);
  });
  server.get('/openapi.json', () => ({
    openapi: '3.1.0',
    info: { title: 'Formwork', version: '1', description: 'Records, queries, pages and studio of one org.' },
    security: [{ token: [] }, { browser: [] }],
    paths: Object.fromEntries([...paths].sort(([one], [other]) => (one < other ? -1 : 1))),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        browser: { type: 'apiKey', in: 'cookie', name: 'formwork' },
      },
      schemas: { Errors: ERRORS },
    },
  }));
}

const ERRORS = {
  type: 'array',
  items: {
    type: 'object',
    required: ['message', 'errorCode'],
    properties: {
      message: { type: 'string' },
      errorCode: { type: 'string' },
      fields: { type: 'array', items: { type: 'string' } },
      details: {},
      hint: { type: 'string' },
    },
  },
};

function openApiPath({ url }: RouteOptions): string {
  return url.replaceAll(/:([A-Za-z]+)(\([^)]*\))?/g, '{$1}');
}

function operation(schema: RouteSchema): object {
  const [bodyType = 'application/json'] = schema.consumes ?? [];
  return {
    summary: schema.summary,
    tags: schema.tags ?? [],
    parameters: [
      ...parameters('path', schema.params),
      ...parameters('query', schema.querystring),
      ...parameters('header', schema.headers),
    ],
    ...(schema.body && { requestBody: { required: true, content: { [bodyType]: { schema: schema.body } } } }),
    responses: {
      ...responses(schema),
      default: {
        description: 'Errors',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Errors' } } },
      },
    },
  };
}

function parameters(place: 'path' | 'query' | 'header', schema: TSchema | undefined): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function responses({ response = {} }: RouteSchema): Record<string, object> {
  const entries = Object.entries(response);
  if (entries.length === 0) return { 200: { description: 'Done' } };
  return Object.fromEntries(
    entries.map(([status, schema]) => [
      status,
      status === '204'
        ? { description: 'Done, nothing to say' }
        : {
            description: (schema as { description?: string }).description ?? 'Done',
            content: { 'application/json': { schema } },
          },
    ]),
  );
}
