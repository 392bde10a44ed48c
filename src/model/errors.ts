// The two kinds of failure: what the user can mend (UserError), and everything else, which is our bug.

export type UserErrorCode = 'usage' | 'unknown-rule' | 'unknown-campaign' | 'config' | 'bundle' | 'output';

/** Shown as two lines without a stack: the message and the hint. Exit code 3. */
export class UserError extends Error {
  readonly code: UserErrorCode;
  readonly hint: string | undefined;
  constructor(code: UserErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** True for a UserError, also one that came from another file of the build, where the class is another one. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}
