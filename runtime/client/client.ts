import type { Json } from '../../platform/json.ts';
import type {
  ActionCall,
  DeployHistory,
  DeployRecord,
  ListPage,
  LookupChoices,
  RecordPage,
  RollbackCall,
  SessionInfo,
  StudioChange,
  StudioModel,
  StudioResult,
  UpgradeDecided,
  UpgradeInfo,
} from './api.ts';
import { keepOrg } from './opened-org.ts';
import { API_ROOT, type RequestOptions, request } from './request.ts';

/** What a list page asks for; what is left out is the list view's own. */
export interface ListRequest {
  readonly search?: string;
  readonly sort?: string;
  readonly direction?: 'asc' | 'desc';
  readonly page?: number;
  readonly pageSize?: number;
}

export type FieldValues = Readonly<Record<string, Json>>;

const FORMWORK = `${API_ROOT}/formwork`;

/** Every call that the pages and the studio make, typed by api.ts. All of them throw ApiFailure. */
export const client = {
  session: async (signal?: AbortSignal) => {
    const session = await request<SessionInfo>(`${FORMWORK}/session`, { signal });
    keepOrg(session.org.id);
    return session;
  },

  list: (object: string, view: string, options: ListRequest = {}, signal?: AbortSignal) =>
    request<ListPage>(`${FORMWORK}/list/${segment(object)}/${segment(view)}${search({ ...options })}`, { signal }),

  record: (object: string, id: string, signal?: AbortSignal) =>
    request<RecordPage>(`${FORMWORK}/record/${segment(object)}/${segment(id)}`, { signal }),

  /** The page of a record to be; `prefill` holds field values as the address gave them. */
  newRecord: (object: string, prefill: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
    request<RecordPage>(`${FORMWORK}/record/${segment(object)}/new${search(prefill)}`, { signal }),

  lookup: (object: string, field: string, text: string, signal?: AbortSignal) =>
    request<LookupChoices>(`${FORMWORK}/lookup/${segment(object)}/${segment(field)}${search({ q: text })}`, { signal }),

  create: (object: string, values: FieldValues) =>
    request<{ readonly id: string }>(`${API_ROOT}/sobjects/${segment(object)}`, { method: 'POST', body: values }),

  /** `version` is the one that the person saw: a newer one refuses the save with 412. */
  update: (object: string, id: string, values: FieldValues, version: number | null) =>
    request<undefined>(`${API_ROOT}/sobjects/${segment(object)}/${segment(id)}`, {
      method: 'PATCH',
      body: values,
      ...ifVersion(version),
    }),

  remove: (object: string, id: string, version: number | null) =>
    request<undefined>(`${API_ROOT}/sobjects/${segment(object)}/${segment(id)}`, {
      method: 'DELETE',
      ...ifVersion(version),
    }),

  runAction: (object: string, action: string, call: ActionCall) =>
    request<unknown>(`${FORMWORK}/action/${segment(object)}/${segment(action)}`, { method: 'POST', body: call }),

  signOut: () => request<undefined>('/auth/logout', { method: 'POST' }),

  studioModel: (signal?: AbortSignal) => request<StudioModel>(`${FORMWORK}/studio/model`, { signal }),

  studioCheck: (change: StudioChange, signal?: AbortSignal) =>
    request<StudioResult>(`${FORMWORK}/studio/check`, { method: 'POST', body: change, signal }),

  studioPublish: (change: StudioChange) =>
    request<StudioResult>(`${FORMWORK}/studio/publish`, { method: 'POST', body: change }),

  deploys: (signal?: AbortSignal) => request<DeployHistory>(`${FORMWORK}/studio/deploys`, { signal }),

  deploy: (id: string, signal?: AbortSignal) =>
    request<DeployRecord>(`${FORMWORK}/studio/deploys/${segment(id)}`, { signal }),

  upgrade: (signal?: AbortSignal) => request<UpgradeInfo>(`${FORMWORK}/studio/upgrade`, { signal }),

  applyUpgrade: (body: UpgradeDecided) => request<StudioResult>(`${FORMWORK}/studio/upgrade`, { method: 'POST', body }),

  dismissUpgrade: () => request<undefined>(`${FORMWORK}/studio/upgrade`, { method: 'DELETE' }),

  rollback: (deployId: string, body: RollbackCall = {}) =>
    request<StudioResult>(`${FORMWORK}/studio/deploys/${segment(deployId)}/rollback`, { method: 'POST', body }),
} as const;

export type Client = typeof client;

function segment(text: string): string {
  return encodeURIComponent(text);
}

function search(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function ifVersion(version: number | null): Pick<RequestOptions, 'headers'> {
  return version === null ? {} : { headers: { 'if-match': `"${version}"` } };
}
