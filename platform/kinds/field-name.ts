/** The step of a path that follows a reference field: `Provider__c` is reached as `Provider__r`, `AccountId` as `Account`. */
export function relationshipName(field: string): string {
  return field.replace(/(?:__c|Id)$/, '') + endingOf(field);
}

/** Name by which a parent reaches the records whose field says `childRelationship`: `Requests__r` of a custom field. */
export function childRelationshipName(field: string, childRelationship: string): string {
  return childRelationship + endingOf(field);
}

/** The object of a part's full name: `Account` of `Account.Code__c`. */
export function objectOfPart(component: string): string {
  return component.slice(0, Math.max(0, component.indexOf('.')));
}

/** The part's own name: `Code__c` of `Account.Code__c`. */
export function lastName(component: string): string {
  return component.slice(component.indexOf('.') + 1);
}

function endingOf(field: string): string {
  return field.endsWith('__c') ? '__r' : '';
}
