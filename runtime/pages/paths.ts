/** What a list's address says beyond the object. */
export interface ListAddress {
  readonly filterName?: string | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly page?: number | undefined;
}

/** Every address of the application; nothing else builds one. */
export const paths = {
  home: () => '/home',
  list: (object: string, address: ListAddress = {}) => `/o/${encodeURIComponent(object)}/list${search({ ...address })}`,
  /** `prefill` gives field values to begin with, such as the parent of a related record. */
  newRecord: (object: string, prefill: Readonly<Record<string, string>> = {}) =>
    `/o/${encodeURIComponent(object)}/new${search(prefill)}`,
  record: (object: string, id: string) => `/r/${encodeURIComponent(object)}/${encodeURIComponent(id)}/view`,
  editRecord: (object: string, id: string) => `/r/${encodeURIComponent(object)}/${encodeURIComponent(id)}/edit`,
  studio: (rest = '') => `/studio${rest === '' ? '' : `/${rest}`}`,
  /** Without an org, to the one that the browser was signed in to last. */
  signIn: (returnTo: string, org?: string) => `/auth/login${search({ returnTo, org })}`,
  /** Where a sign-in in a second tab ends, so that work in the first one goes on. */
  signedIn: () => '/signed-in',
} as const;

function search(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
