import type { FieldOptions, FieldTypeName } from '../fields/field-type.ts';
import type { KindName } from './kind.ts';

/** As much of a model as the checks of kinds look at: a `Model` is one. */
export interface ModelView {
  readonly objects: ReadonlyMap<string, ObjectView>;
  readonly apps: ReadonlyMap<string, unknown>;
  readonly roles: ReadonlyMap<string, RoleView>;
}

export interface ObjectView {
  readonly name: string;
  readonly label: string;
  readonly sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  readonly fields: ReadonlyMap<string, FieldView>;
  /** The reference fields by the name of the step that follows them. */
  readonly relationships: ReadonlyMap<string, FieldView>;
  readonly actions: ReadonlyMap<string, ActionView>;
  readonly validationRules: readonly { readonly name: string }[];
  readonly listViews: ReadonlyMap<string, unknown>;
  readonly children: readonly { readonly name: string; readonly label: string; readonly object: string }[];
}

export interface FieldView extends FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly type: FieldTypeName;
  readonly isSystem: boolean;
  readonly isWritable: boolean;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isExternalId: boolean;
  readonly relationshipName?: string;
  readonly childRelationshipName?: string;
}

export interface ActionView {
  readonly inputs: readonly { readonly field: string }[];
  readonly guards: readonly { readonly name: string }[];
}

export interface RoleView {
  readonly parent?: string;
}

/** One component with its items in place, as its whole file would read; every part of it fits its schema. */
export interface ComponentView {
  readonly kind: KindName;
  readonly name: string;
  /** The object that it is a part of; '' for kinds that are not. */
  readonly object: string;
  /** Package that declares it, or ORG. */
  readonly owner: string;
  readonly value: unknown;
}

/** All components of a kind, or those that are about one object, for checks across them. */
export type ComponentsOf = (kind: KindName, object?: string) => readonly ComponentView[];
