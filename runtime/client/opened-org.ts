// A document belongs to one org for as long as it lives, whichever part of it asks: so this is state of the module.
let openedOrg: string | undefined;

/** Keeps the org of the first session as the one that this document was opened in; later ones change nothing. */
export function keepOrg(id: string): void {
  openedOrg ??= id;
}

/** Says which org a request means: by now the browser may be signed in to another one, with records of the same ids. */
export function orgHeader(): Readonly<Record<string, string>> {
  return openedOrg === undefined ? {} : { 'x-formwork-org': openedOrg };
}
