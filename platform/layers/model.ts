import type { Condition } from '../expressions/expression.ts';
import type { FieldOptions, FieldTypeName } from '../fields/field-type.ts';
import type { Json } from '../json.ts';
import type { FieldRow, ObjectRow, SystemPermission } from '../kinds/permission-set/schema.ts';
import type { SharingRuleProperties } from '../kinds/sharing-rule/schema.ts';
import type { ElementId } from '../packages/element.ts';

/** The effective metadata of an org: packages plus the org layer, resolved, frozen. Names are canonical. */
export interface Model {
  readonly packages: ReadonlyMap<string, { readonly version: string; readonly label: string }>;
  /** By canonical name; look-ups from outside go through `findObject`, which ignores case. */
  readonly objects: ReadonlyMap<string, ObjectDef>;
  readonly apps: ReadonlyMap<string, AppDef>;
  readonly permissionSets: ReadonlyMap<string, PermissionSetDef>;
  readonly roles: ReadonlyMap<string, RoleDef>;
  readonly sharingRules: ReadonlyMap<string, SharingRuleDef>;
  readonly data: ReadonlyMap<string, DataDef>;
  /** Where each property of each element came from. */
  readonly origins: Origins;
}

/** Tells of each element where its properties came from. */
export interface Origins {
  get(id: ElementId): Readonly<Record<string, Origin>> | undefined;
}

/** Who says so: a package, or an admin of the org (then with the package's value beneath, if it has one). */
export type Origin =
  | { readonly layer: 'package'; readonly package: string }
  | {
      readonly layer: 'org';
      readonly by: string;
      readonly at: string;
      readonly package?: string;
      readonly packageValue?: Json;
    };

export interface ObjectDef {
  readonly name: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly description: string;
  readonly sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  /** Custom ones end in `__c`. */
  readonly isCustom: boolean;
  /** Declared by the engine itself (User, Group, …). */
  readonly isSystem: boolean;
  /** All fields, the system's first, then by order and name. */
  readonly fields: ReadonlyMap<string, FieldDef>;
  /** The reference fields by the name of the step that follows them: `Provider__r`, `Owner`. */
  readonly relationships: ReadonlyMap<string, FieldDef>;
  /** The master-detail field, where the object is a detail. Such an object has no OwnerId. */
  readonly masterField?: string;
  readonly uniqueKeys: readonly UniqueKeyDef[];
  readonly validationRules: readonly ValidationRuleDef[];
  readonly actions: ReadonlyMap<string, ActionDef>;
  readonly listViews: ReadonlyMap<string, ListViewDef>;
  readonly page?: PageDef;
  /** Lookups and master-details that point here and name a relationship back. */
  readonly children: readonly ChildRelationship[];
}

/** `Id` is of type Lookup, refers to its own object and leads nowhere: it has no relationship name. */
export interface FieldDef extends FieldOptions {
  /** `field:Account.Code__c`; system fields have one too. */
  readonly element: ElementId;
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly type: FieldTypeName;
  readonly order: number;
  readonly description: string;
  readonly help: string;
  readonly isCustom: boolean;
  /** Id, OwnerId, CreatedDate and the like; Name is a system field that people write. */
  readonly isSystem: boolean;
  /** False for fields that only the engine writes. */
  readonly isWritable: boolean;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isExternalId: boolean;
  readonly defaultValue?: string | number | boolean;
  /** Present: only actions change the field; the text is what people read who try. */
  readonly onlyActions?: string;
  /** Name in a path to the record pointed to: `Provider__r`, `Owner`. Present on Lookup and MasterDetail. */
  readonly relationshipName?: string;
  /** Name by which the parent reaches these records: `Requests__r`. */
  readonly childRelationshipName?: string;
  readonly childLabel?: string;
  readonly onDelete?: 'restrict' | 'clear' | 'cascade';
}

export interface ChildRelationship {
  readonly name: string;
  readonly label: string;
  readonly object: string;
  readonly field: string;
}

export interface UniqueKeyDef {
  readonly name: string;
  readonly fields: readonly string[];
  readonly message: string;
}

export interface ValidationRuleDef {
  readonly name: string;
  readonly order: number;
  readonly isActive: boolean;
  readonly errorCondition: Condition;
  readonly errorMessage: string;
  readonly errorDisplayField?: string;
}

export interface ActionDef {
  readonly name: string;
  readonly object: string;
  readonly label: string;
  readonly description: string;
  readonly order: number;
  readonly stateField: string;
  readonly from: readonly string[];
  readonly to?: string;
  readonly availableWhen?: Condition;
  readonly emphasis?: 'primary' | 'danger';
  readonly inputs: readonly {
    readonly field: string;
    readonly isRequired: boolean;
    readonly message?: string;
    readonly help: string;
  }[];
  readonly sets: readonly {
    readonly field: string;
    readonly to: { readonly value: string | number | boolean | null } | { readonly fact: string };
  }[];
  readonly guards: readonly {
    readonly name: string;
    readonly errorCondition: Condition;
    readonly errorMessage: string;
    readonly errorDisplayField?: string;
  }[];
}

export interface ListViewDef {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly order: number;
  readonly filter?: Condition;
  readonly columns: readonly ColumnDef[];
  readonly sort: readonly { readonly field: string; readonly direction: 'asc' | 'desc' }[];
}

/** A field path with its heading; without a label the field's own serves. */
export interface ColumnDef {
  readonly path: string;
  readonly label?: string;
}

export interface PageDef {
  readonly name: string;
  readonly label: string;
  readonly object: string;
  readonly pathField?: string;
  /** Values of the path field that the path draws, in order; none given: all active values. */
  readonly pathSteps: readonly string[];
  readonly highlights: readonly string[];
  readonly sections: readonly {
    readonly id: string;
    readonly label: string;
    readonly columns: 1 | 2;
    readonly fields: readonly string[];
  }[];
  readonly relatedLists: readonly {
    readonly relationship: string;
    readonly label?: string;
    readonly columns: readonly ColumnDef[];
  }[];
}

export interface AppDef {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly order: number;
  readonly tabs: readonly { readonly object: string; readonly label?: string }[];
}

export interface PermissionSetDef {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly system: readonly SystemPermission[];
  readonly apps: readonly string[];
  readonly objects: ReadonlyMap<string, ObjectRow>;
  /** By `Object.Field`. */
  readonly fields: ReadonlyMap<string, FieldRow>;
  /** `Object.Action`. */
  readonly actions: ReadonlySet<string>;
}

export interface RoleDef {
  readonly name: string;
  readonly label: string;
  readonly parent?: string;
}

export interface SharingRuleDef extends SharingRuleProperties {
  readonly name: string;
}

export interface DataDef {
  readonly name: string;
  readonly object: string;
  readonly key: string;
  readonly order: number;
  readonly records: ReadonlyMap<string, Readonly<Record<string, Json>>>;
}
