import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Json } from '../../../platform/json.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import type { Collection } from '../../../platform/kinds/kind.ts';
import { mergeChanged } from '../../../platform/layers/merge-changed.ts';
import { clearWaiting } from '../../../platform/store/waiting.ts';
import type {
  DeployHistory,
  DeployRecord,
  RollbackCall,
  StudioChange,
  StudioModel,
  StudioResult,
  UpgradeDecided,
  UpgradeInfo,
} from '../../client/api.ts';
import type { Access } from '../../engine.ts';
import { refuse } from '../../errors.ts';
import type { Principal } from '../../security/principal.ts';
import { applyUpgrade, lookAtUpgrade } from '../../upgrade.ts';
import { accessOf } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';

const Change = Type.Object({
  edits: Type.Array(
    Type.Object(
      {
        op: Type.Union(['set', 'unset', 'remove', 'reset'].map((op) => Type.Literal(op))),
        element: Type.String({ maxLength: 1000 }),
        property: Type.Optional(Type.String({ maxLength: 255 })),
        properties: Type.Optional(Type.Object({}, { additionalProperties: true })),
      },
      { additionalProperties: false },
    ),
    { maxItems: 5000 },
  ),
  expectedVersion: Type.Integer({ minimum: 0 }),
  note: Type.Optional(Type.String({ maxLength: 1000 })),
  confirm: Type.Optional(Type.String({ maxLength: 100 })),
});
const Rollback = Type.Object({
  checkOnly: Type.Optional(Type.Boolean()),
  note: Type.Optional(Type.String({ maxLength: 1000 })),
  confirm: Type.Optional(Type.String({ maxLength: 100 })),
});
const Side = Type.Union([Type.Literal('ours'), Type.Literal('theirs')]);
const Upgrade = Type.Object(
  {
    digest: Type.String({ maxLength: 100 }),
    decisions: Type.Array(
      Type.Object(
        {
          element: Type.String({ maxLength: 1000 }),
          property: Type.Optional(Type.String({ maxLength: 255 })),
          choose: Side,
          theirs: Type.Optional(Type.Unknown()),
          ours: Type.Optional(Type.Unknown()),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20_000 },
    ),
    checkOnly: Type.Optional(Type.Boolean()),
    confirm: Type.Optional(Type.String({ maxLength: 100 })),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
const version = Type.Object({ version: Type.String() });
const tags = ['Studio'];

/** What the studio reads and does. All of it needs CustomizeApplication. */
export function addStudioRoutes(data: FastifyInstance, parts: ServerParts): void {
  const { engine } = parts;
  data.get(
    '/formwork/studio/model',
    { schema: { summary: 'All metadata, and where it comes from', tags, params: version } },
    (request) => {
      adminAccess(request);
      return studioModel(parts);
    },
  );

  const check = { summary: 'Check edits without applying them', tags, params: version, body: Change };
  data.post('/formwork/studio/check', { schema: check }, (request) => publish(parts, request, 'check'));
  const apply = { summary: 'Publish edits', tags, params: version, body: Change };
  data.post('/formwork/studio/publish', { schema: apply }, (request) => publish(parts, request, 'publish'));

  data.get(
    '/formwork/studio/deploys',
    { schema: { summary: 'History of deploys', tags, params: version } },
    async (request) => {
      adminAccess(request);
      return { deploys: await engine.history() } satisfies DeployHistory;
    },
  );

  const params = Type.Object({ version: Type.String(), id: Type.String() });
  const one = { summary: 'One deploy with all that it did', tags, params };
  data.get('/formwork/studio/deploys/:id', { schema: one }, async (request): Promise<DeployRecord> => {
    adminAccess(request);
    const { id } = request.params as { id: string };
    const deploy = await engine.pastDeploy(id);
    if (!deploy) throw refuse('NOT_FOUND', `There is no deploy ${id}.`);
    return deploy;
  });

  const back = { summary: 'Take back a deploy', tags, params, body: Type.Optional(Rollback) };
  data.post('/formwork/studio/deploys/:id/rollback', { schema: back }, (request): Promise<StudioResult> => {
    const { principal } = adminAccess(request);
    const { id } = request.params as { id: string };
    const { checkOnly = false, note = '', confirm = '' } = (request.body ?? {}) as RollbackCall;
    return engine.deploy({ kind: 'rollback', deploy: id, checkOnly, note, confirm, ...deployer(principal) });
  });
  addUpgradeRoutes(data, parts);
}

/** New versions of packages that wait for decisions. */
function addUpgradeRoutes(data: FastifyInstance, { engine }: ServerParts): void {
  const path = '/formwork/studio/upgrade';
  const look = { summary: 'New versions of packages that wait for decisions', tags, params: version };
  data.get(path, { schema: look }, async (request): Promise<UpgradeInfo> => {
    const { principal } = adminAccess(request);
    const waiting = await lookAtUpgrade(engine.store, engine.deploy, deployer(principal));
    if (waiting === undefined) return { upgrade: null };
    const { by, at, note, digest, packages, result } = waiting;
    const installed = engine.live().model.packages;
    const named = packages.map(({ name, label, version: to }) => ({
      name,
      label,
      to,
      from: installed.get(name)?.version ?? null,
    }));
    return { upgrade: { by, at, note, digest, packages: named, result } };
  });

  const decide = { summary: 'Bring them in, as their conflicts are decided', tags, params: version, body: Upgrade };
  data.post(path, { schema: decide }, async (request): Promise<StudioResult> => {
    const { principal } = adminAccess(request);
    const { note = '', ...call } = request.body as UpgradeDecided;
    const result = await applyUpgrade(engine.store, engine.deploy, { ...call, note, ...deployer(principal) });
    if (!result) throw refuse('NOT_FOUND', 'No new version of a package waits any more.');
    return result;
  });

  data.delete(path, { schema: { summary: 'Send them away', tags, params: version } }, async (request, reply) => {
    adminAccess(request);
    await clearWaiting(engine.store);
    return reply.status(204).send();
  });
}

function adminAccess(request: FastifyRequest): Access {
  const access = accessOf(request);
  if (!access.principal.permissions.system.has('CustomizeApplication'))
    throw refuse(
      'INSUFFICIENT_ACCESS_OR_READONLY',
      'Changing metadata needs the system permission CustomizeApplication.',
    );
  return access;
}

function publish({ engine }: ServerParts, request: FastifyRequest, what: 'check' | 'publish'): Promise<StudioResult> {
  const { principal } = adminAccess(request);
  const { edits, expectedVersion, note = '', confirm = '' } = request.body as StudioChange;
  const who = deployer(principal);
  return engine.deploy({ kind: 'publish', edits, expectedVersion, note, confirm, ...who, checkOnly: what === 'check' });
}

/** Who changes metadata need not be one who may read records: problems show them values of what they may read all of. */
function deployer({ username, permissions: { objects, readableFields } }: Principal) {
  return {
    by: username,
    sees: (object: string, field: string) =>
      objects.get(object)?.viewAll === true && readableFields.has(`${object}.${field}`),
  };
}

async function studioModel({ engine }: ServerParts): Promise<StudioModel> {
  const state = await engine.store.loadState();
  const { packages, org } = state.metadata;
  const { elements, origins } = engine.store.effectiveOf(state)?.merged ?? mergeChanged({ packages, org });
  const ownerOf = (id: string) => packages.find((each) => each.elements.has(id))?.name ?? '';
  return {
    modelVersion: state.version,
    elements: [...elements.values()].map(({ id, kind, component, path, owner, properties }) => ({
      ...{ id, kind, component, path, owner, properties },
      origins: origins.get(id) ?? {},
    })),
    packages: packages.map(({ name, version: release, label, description, dependencies }) => ({
      ...{ name, version: release, label, description, dependencies },
    })),
    removed: [...org.removed].map(([element, { by, at }]) => ({ element, package: ownerOf(element), by, at })),
    schemas: SCHEMAS,
  };
}

const SCHEMAS: StudioModel['schemas'] = Object.fromEntries(
  Object.values(kinds).map(({ name, properties, collections }) => [
    name,
    // A TypeBox schema is the JSON Schema itself.
    { properties: properties as unknown as Json, collections: Object.fromEntries(collectionSchemas(collections, '')) },
  ]),
);

function collectionSchemas(collections: Readonly<Record<string, Collection>>, above: string): [string, Json][] {
  return Object.entries(collections).flatMap(([name, { item, collections: inner = {} }]) => {
    const path = above === '' ? name : `${above}/${name}`;
    return [[path, item as unknown as Json] as [string, Json], ...collectionSchemas(inner, path)];
  });
}
