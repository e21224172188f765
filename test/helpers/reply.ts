/** What a stand-in answers: a text or JSON, a connection that breaks, or nothing, ever. */
export type Reply =
  | [status: number, body?: unknown, headers?: Record<string, string>]
  | 'drop'
  | 'hang';

/** A stand-in for somebody's servers, whatever carries the requests to it. */
export type Handler = (request: Request) => Promise<Reply>;

/** What a request was made with, without `Bearer`. */
export const bearer = (request: Request): string =>
  (request.headers.get('authorization') ?? '').replace('Bearer ', '');
