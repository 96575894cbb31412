import type { JsonObject } from '../json.ts';

/**
 * A file of a kind, for the reference pages. The examples of all kinds together are one package, which a test checks as
 * a whole: an example may name what another one declares.
 */
export interface Example {
  /** Name of the component: `Invoice__c.Status__c`. */
  readonly component: string;
  /** What the file shows. */
  readonly title: string;
  readonly value: JsonObject;
}
