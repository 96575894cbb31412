import type { Socket } from 'node:net';
import type { ApiError } from '../errors.ts';
import { errorBody } from './errors.ts';

/** Answers what never became a request: no HTTP, headers beyond all measure, or sent too slowly. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, fault } = FAULTS[error.code ?? ''] ?? NO_HTTP;
  const body = JSON.stringify(errorBody([fault]));
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close`;
  if (socket.writable) socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  socket.destroy();
}

interface Fault {
  readonly status: string;
  readonly fault: ApiError;
}

const NO_HTTP: Fault = {
  status: '400 Bad Request',
  fault: { errorCode: 'JSON_PARSER_ERROR', message: 'The request is not well-formed HTTP.' },
};

const FAULTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    fault: {
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      message: 'The address and the headers of a request may have 16 KB in all.',
    },
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    fault: { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'The request took too long to arrive.' },
  },
};
