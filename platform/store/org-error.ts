/** Something asked of an org by name that cannot be done; the message says what to do instead. */
export class OrgError extends Error {
  readonly code: OrgErrorCode;

  constructor(code: OrgErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type OrgErrorCode = 'INVALID_ORG_NAME' | 'UNKNOWN_ORG' | 'DUPLICATE_ORG' | 'EMPTY_ORG' | 'INVALID_EXPIRY';
