import type {
  DecidedConflict,
  DeployPlan,
  DeployRecord,
  DeployResult,
  DeploySummary,
  ElementChange,
  Loss,
} from '../../platform/deploy/deploy-result.ts';
import type { Json } from '../../platform/json.ts';
import type { Origin } from '../../platform/layers/model.ts';
import type { Conflict, Decision, Edit } from '../../platform/layers/org-layer.ts';
import type { Element } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import type { OrgKind } from '../../platform/store/org-kind.ts';
import type { ApiError } from '../errors.ts';

/*
 * Shapes of `/services/data/vNN.0/formwork/…`, what the pages and the studio need beyond Salesforce's endpoints.
 * The server answers with exactly these types; the client promises them.
 */

/** GET session: who is signed in and where they may go. 401 when nobody is. */
export interface SessionInfo {
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly name: string;
    readonly email: string;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly org: { readonly id: string; readonly name: string; readonly label: string; readonly kind: OrgKind };
  readonly modelVersion: number;
  readonly apps: readonly {
    readonly name: string;
    readonly label: string;
    readonly description: string;
    readonly tabs: readonly TabInfo[];
  }[];
  readonly isAdmin: boolean;
  readonly mode: 'demo' | 'production';
}

export interface TabInfo {
  readonly object: string;
  readonly label: string;
  /** First list view of the object. */
  readonly listView: string;
}

/** A field as a page needs it: only fields that the person may read are ever told. */
export interface FieldInfo {
  readonly name: string;
  readonly label: string;
  readonly type: import('../../platform/fields/field-type.ts').FieldTypeName;
  readonly help: string;
  readonly isRequired: boolean;
  /** The person may write it on this record (or on a new one). */
  readonly isEditable: boolean;
  readonly defaultValue?: Json;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly values?: readonly { readonly value: string; readonly label: string; readonly isActive: boolean }[];
  readonly references?: string;
  /** Present where a person cannot edit it because only actions change it. */
  readonly onlyActions?: string;
}

/** A value as pages show it: the raw one, and the name of the record where it is a lookup (null: hidden or gone). */
export interface Cell {
  readonly value: Json;
  readonly display?: string | null;
}

export interface ColumnInfo {
  readonly path: string;
  readonly label: string;
  readonly type: FieldInfo['type'];
  readonly isSortable: boolean;
  /** Object that a lookup cell links to. `Name` columns link to the record itself. */
  readonly references?: string;
  readonly values?: FieldInfo['values'];
  readonly scale?: number;
}

export interface ListRow {
  readonly id: string;
  readonly cells: readonly Cell[];
}

/** GET list/{Object}/{ListView}?search=&sort=Path&direction=asc|desc&page=1&pageSize=50; `-` is the first list view. */
export interface ListPage {
  readonly object: { readonly name: string; readonly label: string; readonly pluralLabel: string };
  readonly view: {
    readonly name: string;
    readonly label: string;
    readonly description: string /** The filter as a sentence. */;
    readonly sentence: string;
  };
  readonly views: readonly { readonly name: string; readonly label: string }[];
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly ListRow[];
  /** Exact up to 10,000; then `isCapped`. */
  readonly total: number;
  readonly isCapped: boolean;
  readonly page: number;
  readonly pageSize: number;
  readonly sort: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
  readonly canCreate: boolean;
  readonly modelVersion: number;
}

/** GET record/{Object}/{Id} and, with `new` for the id, the page of a record to be. */
export interface RecordPage {
  readonly object: { readonly name: string; readonly label: string; readonly pluralLabel: string };
  readonly id: string | null;
  readonly name: string;
  readonly version: number | null;
  readonly fields: Readonly<Record<string, FieldInfo>>;
  readonly values: Readonly<Record<string, Cell>>;
  readonly page: {
    readonly name: string;
    readonly path?: {
      readonly field: string;
      readonly steps: readonly { readonly value: string; readonly label: string }[];
      readonly current: string | null;
    };
    readonly highlights: readonly {
      readonly path: string;
      readonly label: string;
      readonly type: FieldInfo['type'];
      readonly cell: Cell;
      readonly references?: string;
      readonly values?: FieldInfo['values'];
      readonly scale?: number;
    }[];
    readonly sections: readonly {
      readonly id: string;
      readonly label: string;
      readonly columns: 1 | 2;
      readonly fields: readonly string[];
    }[];
  };
  readonly related: readonly RelatedList[];
  readonly actions: readonly ActionInfo[];
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly createdBy: string | null;
  readonly createdDate: string | null;
  readonly lastModifiedBy: string | null;
  readonly lastModifiedDate: string | null;
  readonly modelVersion: number;
}

export interface RelatedList {
  readonly relationship: string;
  readonly label: string;
  readonly object: { readonly name: string; readonly label: string; readonly pluralLabel: string };
  /** Field of the child that points here; `/o/{Object}/new?{field}={id}` starts a new one. */
  readonly field: string;
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly canCreate: boolean;
}

export interface ActionInfo {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly emphasis?: 'primary' | 'danger';
  /** Label of the state that follows. */
  readonly to?: string;
  readonly inputs: readonly (FieldInfo & { readonly message?: string })[];
}

/** POST action/{Object}/{Action} with `{ id, version, inputs }`; errors are Salesforce's array. */
export interface ActionCall {
  readonly id: string;
  readonly version?: number;
  readonly inputs: Readonly<Record<string, Json>>;
}

/** GET lookup/{Object}/{Field}?q=: up to 20 records that the field may point to. */
export interface LookupChoices {
  readonly choices: readonly {
    readonly id: string;
    readonly name: string /** What tells namesakes apart. */;
    readonly detail: string;
  }[];
  readonly hasMore: boolean;
}

/** GET studio/model: all effective elements with where each property came from. Needs CustomizeApplication. */
export interface StudioModel {
  readonly modelVersion: number;
  readonly elements: readonly (Pick<Element, 'id' | 'kind' | 'component' | 'path' | 'owner' | 'properties'> & {
    readonly origins: Readonly<Record<string, Origin>>;
  })[];
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly label: string;
    readonly description: string;
    readonly dependencies: readonly string[];
  }[];
  /** Package elements that admins took out, so that they can be put back with a `reset`. */
  readonly removed: readonly {
    readonly element: string;
    readonly package: string;
    readonly by: string;
    readonly at: string;
  }[];
  /** JSON Schema of each kind's properties and, by collection path joined with '/', of its items. */
  readonly schemas: Readonly<
    Record<string, { readonly properties: Json; readonly collections: Readonly<Record<string, Json>> }>
  >;
}

/** POST studio/check and POST studio/publish. `expectedVersion` is the version that the admin worked on. */
export interface StudioChange {
  readonly edits: readonly Edit[];
  readonly expectedVersion: number;
  readonly note?: string;
  /** Of the check whose losses the admin has seen and accepts. */
  readonly confirm?: string;
}
export type StudioResult = DeployResult;

/** GET studio/deploys: the latest first. */
export interface DeployHistory {
  readonly deploys: readonly DeploySummary[];
}

/** GET studio/deploys/{id} answers a DeployRecord; POST studio/deploys/{id}/rollback answers a DeployResult; with `checkOnly` it is what the rollback would do. */
export interface RollbackCall {
  readonly checkOnly?: boolean;
  readonly note?: string;
  /** Of the check whose losses the admin has seen and accepts. */
  readonly confirm?: string;
}

/** GET studio/upgrade: new versions of packages that only open conflicts keep out; DELETE sends them away. */
export interface UpgradeInfo {
  readonly upgrade: {
    readonly by: string;
    readonly at: string;
    readonly note: string;
    /** Of what the packages say: POST repeats it. */
    readonly digest: string;
    /** `from` is null for a package that is not installed yet. */
    readonly packages: readonly {
      readonly name: string;
      readonly label: string;
      readonly from: string | null;
      readonly to: string;
    }[];
    /** What bringing them in would do as things are now; its plan has the open conflicts. */
    readonly result: DeployResult;
  } | null;
}

/** POST studio/upgrade: every conflict needs a decision; answers a DeployResult. 404 when nothing waits any more. */
export interface UpgradeDecided {
  /** Of the upgrade that was looked at; where another waits by now, nothing is changed. */
  readonly digest: string;
  readonly decisions: readonly Decision[];
  readonly checkOnly?: boolean;
  /** `confirmation` of the plan, where it has losses. */
  readonly confirm?: string;
  readonly note?: string;
}

export type {
  ApiError,
  Conflict,
  DecidedConflict,
  Decision,
  DeployPlan,
  DeployRecord,
  DeployResult,
  DeploySummary,
  Edit,
  Element,
  ElementChange,
  Json,
  Loss,
  Origin,
  Problem,
};
