/** What a log says of an error. */
export type LoggableError = {
  type: string;
  message: string;
  stack?: string;
  /** Codes and names of things, by the fields that hold them. */
  [code: string]: unknown;
  cause?: LoggableError;
  errors?: LoggableError[];
};

/** Which fields name a kind of failure, a call or a part of the schema: scalars that no person and no other service has written. */
const codes = [
  'code',
  'errno',
  'errcode',
  'syscall',
  'status',
  'statusCode',
  'severity',
  'table',
  'column',
  'constraint',
];

/** Causes of causes, and members of an `AggregateError`. */
const most = 5;

/**
 * What of an error may be logged: its kind, words, place and codes, and the same of what caused it. All else is left out, since
 * libraries attach requests, answers, headers, parameters and rows to their errors.
 */
export function loggableError(error: unknown, depth = 0): LoggableError {
  if (!(error instanceof Error)) return { type: typeof error, message: wordsOf(error) };
  const fields = error as Error & Record<string, unknown>;
  const known = codes
    .map((code) => [code, fields[code]] as const)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  const isDeep = depth >= most;
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...Object.fromEntries(known),
    ...(error.cause !== undefined && !isDeep && { cause: loggableError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      !isDeep && {
        errors: error.errors.slice(0, most).map((each) => loggableError(each, depth + 1)),
      }),
  };
}

/** Of an object nothing, for the reason above. */
const wordsOf = (thrown: unknown): string =>
  typeof thrown === 'object' || typeof thrown === 'function' ? '' : String(thrown);
