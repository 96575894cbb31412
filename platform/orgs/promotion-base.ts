import { renameStored, renamingOf } from '../deploy/rename-stored.ts';
import { mergeLayers } from '../layers/merge.ts';
import { EMPTY_ORG_LAYER } from '../layers/org-layer.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { qualified } from '../physical/identifier.ts';
import type { StoredState } from '../store/load-state.ts';
import { applyChanges, type MetadataRowChange, type StoredMetadata } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import { touchedBy } from './plan-promotion.ts';

/** An org with what is stored of it at the moment. */
export interface Loaded {
  readonly store: Store;
  readonly state: StoredState;
}

/** What two orgs last had in common, and the elements that were customised in it. */
export interface CommonBase {
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly touched: ReadonlySet<ElementId>;
}

/**
 * What two orgs last had in common: what one was cloned from, and since then, of each element that was promoted from one
 * to the other, what it was when it was. Orgs without an ancestor have their packages in common. All of it is told under
 * the names that packages give by now.
 */
export async function loadCommonBase(from: Loaded, to: Loaded): Promise<CommonBase> {
  const { packages } = from.state.metadata;
  const shared = (await loadAncestor(from, to)) ?? { ...from.state.metadata, org: EMPTY_ORG_LAYER };
  const ancestor = renameStored(shared, packages);
  const { elements } = mergeLayers(ancestor);
  const [common, touched] = [new Map(elements), touchedBy(ancestor.org)];
  for (const { source, elements: weighed, version } of await loadPromotions(from, to)) {
    const stored = await loadMetadataAt(source, version);
    const metadata = renameStored(stored, packages);
    const then = mergeLayers(metadata).elements;
    const ids = weighed.map(renamingOf(stored, packages)?.id ?? ((id) => id));
    for (const id of touchedBy(metadata.org)) if (ids.includes(id)) touched.add(id);
    for (const id of ids) {
      const element = then.get(id);
      if (element === undefined) common.delete(id);
      else common.set(id, element);
    }
  }
  return { elements: common, touched };
}

interface Lineage {
  readonly org_id: string;
  readonly source_org_id: string | null;
  readonly source_version: string | null;
}

async function loadAncestor(from: Loaded, to: Loaded): Promise<StoredMetadata | undefined> {
  const [one, other] = await Promise.all([loadLineage(from.store), loadLineage(to.store)]);
  if (one.source_org_id === other.org_id) return loadMetadataAt(from, 1);
  if (other.source_org_id === one.org_id) return loadMetadataAt(to, 1);
  if (one.source_org_id === null || one.source_org_id !== other.source_org_id) return undefined;
  // Of two clones of the same org, the one that was made first holds what both have had.
  return loadMetadataAt(Number(one.source_version) <= Number(other.source_version) ? from : to, 1);
}

async function loadLineage({ pool, schema }: Store): Promise<Lineage> {
  const { rows } = await pool.query<Lineage>(
    `select org_id, source_org_id, source_version from ${qualified(schema, 'fw_org')}`,
  );
  if (!rows[0]) throw new Error(`The schema ${schema} holds no org`);
  return rows[0];
}

interface PastPromotion {
  readonly source: Loaded;
  readonly version: number;
  readonly elements: readonly ElementId[];
  readonly at: Date;
}

/** What was promoted from one of the two to the other and stands, in the order of time. */
async function loadPromotions(from: Loaded, to: Loaded): Promise<PastPromotion[]> {
  const found = await Promise.all([loadPromotionsInto(to, from), loadPromotionsInto(from, to)]);
  return found.flat().sort((one, other) => one.at.getTime() - other.at.getTime());
}

async function loadPromotionsInto(target: Loaded, source: Loaded): Promise<PastPromotion[]> {
  const table = qualified(target.store.schema, 'fw_deploy');
  const { rows } = await target.store.pool.query<{ version: number; elements: ElementId[]; at: Date }>(
    `select (d.plan -> 'promotion' ->> 'version')::integer as version, d.plan -> 'promotion' -> 'elements' as elements,
       d.deployed_at as at
     from ${table} d where d.plan -> 'promotion' ->> 'orgId' = $1
       and not exists (select from ${table} back where back.rollback_of = d.id)`,
    [source.state.orgId],
  );
  return rows.map((row) => ({ ...row, source }));
}

/** What was stored of an org at an earlier version: what is there now, without what later deploys did. */
async function loadMetadataAt({ store, state }: Loaded, version: number): Promise<StoredMetadata> {
  if (version === state.version) return state.metadata;
  const { rows } = await store.pool.query<{ changes: readonly MetadataRowChange[] }>(
    `select changes from ${qualified(store.schema, 'fw_deploy')} where version > $1 and version <= $2 order by version desc`,
    [version, state.version],
  );
  return rows.reduce((metadata, { changes }) => applyChanges(metadata, changes.map(takenBack)), state.metadata);
}

function takenBack({ part, key, before, after }: MetadataRowChange): MetadataRowChange {
  return {
    part,
    key,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}
