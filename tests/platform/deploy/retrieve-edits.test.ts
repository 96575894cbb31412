import { beforeAll, describe, expect, it } from 'vitest';
import { installPackages } from '../../../platform/deploy/install-packages.ts';
import { type OpenPackage, planRetrieve } from '../../../platform/deploy/plan-retrieve.ts';
import type { Json } from '../../../platform/json.ts';
import { componentOfFile } from '../../../platform/kinds/kind-path.ts';
import { mergeLayers } from '../../../platform/layers/merge.ts';
import { EMPTY_ORG_LAYER, type OrgLayer } from '../../../platform/layers/org-layer.ts';
import type { Element, Package } from '../../../platform/packages/element.ts';
import { elementsOfFile } from '../../../platform/packages/elements.ts';
import { writePackage } from '../../../platform/packages/write-files.ts';
import type { StoredMetadata } from '../../../platform/store/metadata-rows.ts';
import { loadFiles } from '../support/check-files.ts';
import { deedsOf, everyEdit, FILED_KINDS, layerOf, type PlacedEdit } from '../support/every-edit.ts';
import { EVERYTHING } from '../support/everything.ts';

let packages: readonly Package[];
let app: Package;
let edits: readonly PlacedEdit[];
beforeAll(async () => {
  const loaded = await loadFiles(EVERYTHING);
  expect(loaded.problems).toEqual([]);
  packages = loaded.packages;
  app = loaded.app;
  edits = everyEdit(packages, app);
}, 300_000);

describe('an edit', () => {
  it('can be made at every place that kinds have', () => {
    const made = new Set(edits.map(({ place, does }) => `${place} ${does}`));
    const missing = FILED_KINDS.flatMap(deedsOf).filter((deed) => !made.has(deed));
    expect(missing).toEqual([]);
  });

  it.each(FILED_KINDS)('of the kind %s becomes part of its package, wherever it was made', (kind) => {
    const own = edits.filter((each) => each.kind === kind);
    expect(own.length).toBeGreaterThan(0);
    for (const { edit } of own) {
      const org = layerOf(packages, [edit]);
      const before = mergeLayers({ packages, org });
      const [next, plan] = retrieved(stored(packages, org));
      expect(plan, JSON.stringify(edit)).toMatchObject({ conflicts: [], left: [], problems: [] });
      expect(plan.files.length).toBeGreaterThan(0);
      for (const { changes } of plan.files)
        for (const { by, at } of changes) expect([by, at]).toEqual(['ann@test', '2026-01-02T00:00:00.000Z']);

      const proposal = installPackages(
        stored(packages, org),
        { kind: 'packages', packages: [next], by: '', note: '' },
        '',
      );
      expect(proposal.problems, JSON.stringify(edit)).toEqual([]);
      const after = mergeLayers(proposal.metadata);
      expect(after.org, JSON.stringify(edit)).toEqual(EMPTY_ORG_LAYER);
      expect(said(after.elements)).toEqual(said(before.elements));
      const again = retrieved({ ...proposal.metadata, org: after.org }, next)[1];
      expect(again).toEqual({ files: [], conflicts: [], left: [], problems: [] });
    }
  });
});

function stored(installed: readonly Package[], org: OrgLayer): StoredMetadata {
  return { packages: installed, kept: new Set(), org, withdrawn: new Map() };
}

/** The package as its files say it once a retrieve has written them. */
function retrieved(metadata: StoredMetadata, item = app): [Package, ReturnType<typeof planRetrieve>] {
  const open: OpenPackage = { item, files: writePackage(item) };
  const plan = planRetrieve({ stored: metadata, open: [open] });
  const files = new Map(open.files);
  for (const { path, text } of plan.files) {
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return [{ ...item, digest: 'another', elements: read(files) }, plan];
}

function read(files: ReadonlyMap<string, string>): Map<string, Element> {
  const elements = [...files].flatMap(([path, text]) => {
    const component = componentOfFile(path);
    if (component === undefined) return [];
    const value: Json = JSON.parse(text);
    const split = elementsOfFile({ ...component, file: path, owner: app.name, value });
    expect(split.problems).toEqual([]);
    return split.elements;
  });
  return new Map(elements.map((element) => [element.id, element]));
}

/** What elements say; whose they are and where they were read is beside the point. */
function said(elements: ReadonlyMap<string, Element>) {
  return new Map([...elements].map(([id, { properties, firstName }]) => [id, { properties, firstName }]));
}
