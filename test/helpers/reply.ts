/** What a stand-in answers: a text or JSON, a connection that breaks, or nothing, ever. */
export type Reply =
  | [status: number, body?: unknown, headers?: Record<string, string>]
  | 'drop'
  | 'hang';

/** A stand-in for somebody's servers, whatever carries the requests to it; gives nothing where they have no such route. */
export type Handler = (request: Request) => Promise<Reply | undefined>;

/** What a request was made with, without `Bearer`. */
export const bearer = (request: Request): string =>
  (request.headers.get('authorization') ?? '').replace('Bearer ', '');

/**
 * What a stand-in answers. A request that it has no answer to, or fails to answer, is kept in `unexpected`: the product deals with
 * the status that it gets, so only the test can fail by it.
 */
export async function replyOf(
  handle: Handler,
  request: Request,
  unexpected: string[],
): Promise<Reply> {
  const { method, url } = request;
  const { origin, pathname } = new URL(url);
  let why = 'has no such route';
  try {
    const reply = await handle(request);
    if (reply) return reply;
  } catch (error) {
    why = String(error);
  }
  unexpected.push(`${method} ${origin}${pathname}: ${why}`);
  return [404];
}

/** The same with the length of each answer, without which nock ends the connection, and the next request has to make a new one. */
export const withLength =
  (handle: Handler): Handler =>
  async (request) => {
    const reply = await handle(request);
    if (!Array.isArray(reply)) return reply;
    const [status, body = '', headers] = reply;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const bytes = Buffer.from(isRaw ? body : JSON.stringify(body));
    const type = isRaw ? {} : { 'content-type': 'application/json' };
    return [status, bytes, { ...type, 'content-length': `${bytes.length}`, ...headers }];
  };
