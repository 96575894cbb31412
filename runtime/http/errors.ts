import type { IncomingMessage } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiError, type ErrorCode, RequestError } from '../errors.ts';
import { isMissingOrg } from '../records/database-error.ts';
import { escapeHtml, plainPage } from './sign-in/plain-page.ts';

/** The one table from error code to HTTP status. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  INVALID_SESSION_ID: 401,
  WRONG_ORG: 401,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  API_DISABLED_FOR_ORG: 403,
  REQUEST_LIMIT_EXCEEDED: 403,
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  METHOD_NOT_ALLOWED: 405,
  PRECONDITION_FAILED: 412,
  UNSUPPORTED_MEDIA_TYPE: 415,
  SERVER_UNAVAILABLE: 503,
  UNKNOWN_EXCEPTION: 500,
  INVALID_FIELD: 400,
  INVALID_TYPE: 400,
  MALFORMED_QUERY: 400,
  MALFORMED_ID: 400,
  INVALID_QUERY_LOCATOR: 400,
  INVALID_QUERY_FILTER_OPERATOR: 400,
  JSON_PARSER_ERROR: 400,
  REQUIRED_FIELD_MISSING: 400,
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 400,
  INVALID_FIELD_FOR_INSERT_UPDATE: 400,
  INVALID_TYPE_ON_FIELD_IN_RECORD: 400,
  STRING_TOO_LONG: 400,
  NUMBER_OUTSIDE_VALID_RANGE: 400,
  INVALID_EMAIL_ADDRESS: 400,
  INVALID_DATE: 400,
  INVALID_DATE_TIME: 400,
  INVALID_TEXT: 400,
  INVALID_URL: 400,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 400,
  DUPLICATE_VALUE: 400,
  DUPLICATE_EXTERNAL_ID: 400,
  INVALID_CROSS_REFERENCE_KEY: 400,
  DELETE_FAILED: 400,
  EXCEEDED_ID_LIMIT: 400,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 400,
  UNABLE_TO_LOCK_ROW: 400,
  QUERY_TIMEOUT: 400,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: 400,
};

/** Status of an answer that tells several errors: that of the first. */
export function statusOf(errors: readonly ApiError[]): number {
  const first = errors[0];
  return first ? STATUS[first.errorCode] : 500;
}

/** Salesforce's body of an error answer: an array, with `details` and `hint` where there is more to say. */
export function errorBody(errors: readonly ApiError[]): object[] {
  return errors.map(({ message, errorCode, fields, details, hint }) => ({
    message,
    errorCode,
    ...(fields && { fields }),
    ...(details !== undefined && { details }),
    ...(hint !== undefined && { hint }),
  }));
}

/**
 * Answers whatever was thrown: in Salesforce's shape, or with a page where somebody looks at it. What is nobody's input
 * is logged and told without its inside.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const errors = error instanceof RequestError ? error.errors : translate(error, request);
  const { status, type, body } = errorAnswer(errors, request);
  return reply.code(status).type(type).send(body);
}

interface ErrorAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What an error answer says to the one who asked. */
export function errorAnswer(errors: readonly ApiError[], request: Asked): ErrorAnswer {
  const status = statusOf(errors);
  if (isForPeople(request)) return { status, type: 'text/html; charset=utf-8', body: errorPage(errors) };
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(errorBody(errors)) };
}

type Asked = Pick<IncomingMessage, 'headers' | 'url'>;

/** A browser that opens an address shows what comes; programs and our own pages read JSON. */
function isForPeople({ headers, url = '/' }: Asked): boolean {
  return headers.accept?.includes('text/html') === true && !/^\/+services(\/|$)/.test(url);
}

function errorPage(errors: readonly ApiError[]): string {
  const status = statusOf(errors);
  if (status === 404) return NOT_FOUND_PAGE;
  const text = errors.map(({ message }) => `<p>${escapeHtml(message)}</p>`).join('');
  const title = status < 500 ? 'This address cannot be opened' : 'Something went wrong';
  return plainPage({ title, body: `${text}${TO_START}` });
}

const TO_START = '<p><a class="button" href="/">Go to the start</a></p>';
const NOT_FOUND_PAGE = plainPage({
  title: 'There is no such page',
  body: `<p>The address may be mistyped, or the page may have moved.</p>${TO_START}`,
});

function translate(error: unknown, request: FastifyRequest): readonly ApiError[] {
  const known = knownFault(error);
  if (known) return [known];
  request.log.error({ err: error, reqId: request.id }, 'request failed');
  return [
    {
      errorCode: 'UNKNOWN_EXCEPTION',
      message: `An unexpected error occurred. Please include this ErrorId if you contact support: ${request.id}`,
    },
  ];
}

/** Faults of the request's outer form that the web framework or the database reports. */
function knownFault(error: unknown): ApiError | undefined {
  if (!(error instanceof Error)) return undefined;
  // Fastify marks its errors with a code and a status; pg with a five-character code.
  const { code, statusCode, validation, validationContext } = error as Partial<FastifyError> & Error;
  if (validation) return validationFault(error.message, validationContext);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return {
      errorCode: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'The content type of the request is not supported: send application/json.',
    };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return { errorCode: 'EXCEEDED_ID_LIMIT', message: 'The body of the request is too large.' };
  if (isMissingOrg(error)) return { errorCode: 'SERVER_UNAVAILABLE', message: 'This org is not there any more.' };
  // PostgreSQL takes no text with a NUL; whatever checks its input says so itself, with the field.
  if (code === '22021')
    return { errorCode: 'JSON_PARSER_ERROR', message: 'The request holds a NUL character, which no text may hold.' };
  if (code === '40001' || code === '40P01' || code === '55P03')
    return {
      errorCode: 'UNABLE_TO_LOCK_ROW',
      message: 'The records are being changed by somebody else at this moment. Try again.',
    };
  if (code === '57014')
    return {
      errorCode: 'QUERY_TIMEOUT',
      message: 'Your query request was running for too long.',
      hint: 'Ask for less at once: filter by an indexed field, or set a limit.',
    };
  if (statusCode === 403 || statusCode === 404)
    return { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' };
  if (statusCode === 400)
    return { errorCode: 'JSON_PARSER_ERROR', message: `The request is malformed: ${error.message}` };
  return undefined;
}

function validationFault(message: string, context: string | undefined): ApiError {
  const errorCode =
    context === 'querystring' ? 'MALFORMED_QUERY' : context === 'params' ? 'NOT_FOUND' : 'JSON_PARSER_ERROR';
  return { errorCode, message: `The request is malformed: ${message}.` };
}
