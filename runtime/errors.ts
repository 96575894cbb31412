import type { Json } from '../platform/json.ts';
import type { ElementId } from '../platform/packages/element.ts';

/** Salesforce's error codes that the runtime answers with. The one table from code to HTTP status is in runtime/http. */
export type ErrorCode =
  | 'INVALID_SESSION_ID'
  | 'WRONG_ORG'
  | 'INVALID_FIELD'
  | 'INVALID_TYPE'
  | 'MALFORMED_QUERY'
  | 'MALFORMED_ID'
  | 'INVALID_QUERY_LOCATOR'
  | 'INVALID_QUERY_FILTER_OPERATOR'
  | 'JSON_PARSER_ERROR'
  | 'REQUIRED_FIELD_MISSING'
  | 'FIELD_CUSTOM_VALIDATION_EXCEPTION'
  | 'INVALID_FIELD_FOR_INSERT_UPDATE'
  | 'INVALID_TYPE_ON_FIELD_IN_RECORD'
  | 'STRING_TOO_LONG'
  | 'NUMBER_OUTSIDE_VALID_RANGE'
  | 'INVALID_EMAIL_ADDRESS'
  | 'INVALID_DATE'
  | 'INVALID_DATE_TIME'
  | 'INVALID_TEXT'
  | 'INVALID_URL'
  | 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'
  | 'DUPLICATE_VALUE'
  | 'DUPLICATE_EXTERNAL_ID'
  | 'INVALID_CROSS_REFERENCE_KEY'
  | 'DELETE_FAILED'
  | 'EXCEEDED_ID_LIMIT'
  | 'INSUFFICIENT_ACCESS_OR_READONLY'
  | 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'
  | 'API_DISABLED_FOR_ORG'
  | 'NOT_FOUND'
  | 'ENTITY_IS_DELETED'
  | 'METHOD_NOT_ALLOWED'
  | 'PRECONDITION_FAILED'
  | 'UNABLE_TO_LOCK_ROW'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'ALL_OR_NONE_OPERATION_ROLLED_BACK'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'QUERY_TIMEOUT'
  | 'SERVER_UNAVAILABLE'
  | 'UNKNOWN_EXCEPTION';

/** One problem of one record or request, in Salesforce's shape with ours added. */
export interface ApiError {
  readonly errorCode: ErrorCode;
  readonly message: string;
  /** API names of the fields at fault. */
  readonly fields?: readonly string[];
  /** The element of the metadata that refuses, such as a validation rule. For tests and traces; answers leave it out. */
  readonly element?: ElementId;
  readonly details?: Json;
  readonly hint?: string;
}

/** Refuses a whole request. Problems of records are returned instead, so that all come back at once. */
export class RequestError extends Error {
  readonly errors: readonly ApiError[];

  constructor(errors: readonly ApiError[], options?: ErrorOptions) {
    super(errors.map((error) => `${error.errorCode}: ${error.message}`).join('; '), options);
    this.name = 'RequestError';
    this.errors = errors;
  }
}

/** One-line way to refuse a request. */
export function refuse(
  errorCode: ErrorCode,
  message: string,
  more: Omit<ApiError, 'errorCode' | 'message'> = {},
): RequestError {
  return new RequestError([{ errorCode, message, ...more }]);
}
