import type { ApiError } from '../errors.ts';
import { orgHeader } from './opened-org.ts';

/** Root of the API version that the pages speak. */
export const API_ROOT = '/services/data/v67.0';

/** The server refused: its errors, ready to be placed at fields. `status` 0 means that it was not reached. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly errors: readonly ApiError[];

  constructor(status: number, errors: readonly ApiError[], options?: ErrorOptions) {
    super(errors.map((error) => error.message).join(' ') || `The server answered ${status}.`, options);
    this.name = 'ApiFailure';
    this.status = status;
    this.errors = errors;
  }

  /** Nobody is signed in (any more), at least not to the org of this page. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }

  /** The browser is signed in to another org than the one that this page was opened in. */
  get isOfOtherOrg(): boolean {
    return this.errors.some(({ errorCode }) => errorCode === 'WRONG_ORG');
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** One call to the server: JSON in, JSON out (`undefined` for an empty answer); everything else is an ApiFailure. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  const text = await response.text();
  const answer = parseJson(text);
  if (response.ok) return answer as Answer; // The endpoints promise these shapes (api.ts).
  throw new ApiFailure(response.status, errorsOf(answer, response));
}

async function send(path: string, { method = 'GET', body, headers, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        // A header that a form of another site cannot send: with the same-site cookie it keeps forged calls out.
        'x-formwork': '1',
        ...orgHeader(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiFailure(
      0,
      [
        {
          errorCode: 'UNKNOWN_EXCEPTION',
          message: 'The server could not be reached. Check your connection and try again.',
        },
      ],
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A proxy's HTML page: the status alone says what happened.
  }
}

function errorsOf(answer: unknown, response: Response): readonly ApiError[] {
  if (Array.isArray(answer) && answer.length > 0) return answer as ApiError[]; // Salesforce's error array.
  const message =
    response.status === 401
      ? 'You are not signed in.'
      : `The server answered ${response.status} ${response.statusText}.`.replace(' .', '.');
  return [{ errorCode: response.status === 401 ? 'INVALID_SESSION_ID' : 'UNKNOWN_EXCEPTION', message }];
}
