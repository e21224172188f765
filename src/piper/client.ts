import { type Dispatcher, request } from 'undici';
import type * as z from 'zod';
import type { PiperFailure } from '../domain/failures.ts';
import type { Member } from '../domain/organization.ts';
import { piper } from '../limits.ts';
import type { Clock } from '../utils/clock.ts';
import { ownTurn } from '../utils/in-slices.ts';
import type { Breaker } from './breaker.ts';
import { failureOfAnswer, failureOfThrown, PiperError } from './errors.ts';
import { isReadSafeToRepeat, isWriteSafeToRepeat, type RetryPolicy, withRetries } from './retry.ts';
import {
  memberPageSchema,
  memberSchema,
  organizationsSchema,
  parseJson,
  rolePageSchema,
  tokenPageSchema,
} from './schemas.ts';

/** A request to Piper that has ended: `resource` is what it was about, `outcome` the kind of its failure, if it failed. */
export type PiperCall = {
  method: 'GET' | 'POST' | 'PATCH';
  resource: 'organizations' | 'roles' | 'platform_tokens' | 'members';
  outcome: 'ok' | PiperFailure['kind'];
  milliseconds: number;
};

export type PiperClientOptions = {
  /** Such as `https://api.letpiper.com`, with or without a trailing slash. */
  apiUrl: string;
  /** A platform token, `pat_…`. */
  token: string;
  dispatcher: Dispatcher;
  breaker: Breaker;
  clock: Clock;
  retryPolicy?: { read: RetryPolicy; write: RetryPolicy } | undefined;
  onPiperCall?: ((call: PiperCall) => void) | undefined;
};

type Request<T> = Pick<PiperCall, 'method' | 'resource'> & {
  path: string;
  schema: z.ZodType<T>;
  body?: object;
};

/**
 * Piper's HTTP API, as far as the product uses it: https://docs.letpiper.com. Paths are as documented, with and without
 * their trailing slashes. Every method throws a `PiperError`.
 */
export function createPiperClient(options: PiperClientOptions) {
  const { token, dispatcher, breaker, clock, retryPolicy = piper } = options;
  const base = options.apiUrl.replace(/\/+$/, '');
  /** Words that others chose are passed on, and might repeat the token. */
  const withoutToken = (words: string) => words.replaceAll(token, 'pat_…');

  async function once<T>(request: Request<T>, timeLeft: () => number): Promise<T> {
    const time = timeLeft();
    if (time <= 0) {
      const detail = 'there was no time left to ask';
      throw new PiperError({ kind: 'unavailable', contact: 'not_sent', detail });
    }
    const { method, resource } = request;
    const begunAt = clock.now();
    const ended = (outcome: PiperCall['outcome']) =>
      options.onPiperCall?.({ method, resource, outcome, milliseconds: clock.now() - begunAt });
    try {
      const answer = await send(request, time);
      ended('ok');
      return answer;
    } catch (error) {
      ended(error instanceof PiperError ? error.failure.kind : 'unexpected');
      throw error;
    }
  }

  async function send<T>(
    { method, resource, path, schema, body }: Request<T>,
    time: number,
  ): Promise<T> {
    let status: number;
    let retryAfter: string | undefined;
    let text: string;
    try {
      const answer = await request(base + path, {
        method,
        dispatcher,
        signal: AbortSignal.timeout(time),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body ? JSON.stringify(body) : null,
      });
      status = answer.statusCode;
      retryAfter = [answer.headers['retry-after']].flat()[0];
      text = await answer.body.text();
    } catch (error) {
      const failure = failureOfThrown(error);
      throw new PiperError({ ...failure, detail: withoutToken(failure.detail ?? '') });
    }

    if (status < 200 || status >= 300) {
      throw new PiperError(failureOfAnswer(status, retryAfter, withoutToken(text), clock.now()));
    }
    // Pages of many members come several at a time.
    if (method === 'GET' && resource === 'members') await ownTurn();
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
    throw new PiperError({
      kind: 'unexpected',
      status,
      contact: 'broken_off',
      detail: `${method} ${path} answered ${status} without the expected ${where}`,
    });
  }

  const repeat = <T>(
    attempt: (timeLeft: () => number) => Promise<T>,
    policy: RetryPolicy,
    isSafe: (failure: PiperFailure) => boolean,
  ): Promise<T> => withRetries(attempt, { policy, backoff: piper.backoff, isSafe, clock });

  const read = <T>(
    resource: PiperCall['resource'],
    path: string,
    schema: z.ZodType<T>,
  ): Promise<T> =>
    repeat(
      (timeLeft) => breaker.run(() => once({ method: 'GET', resource, path, schema }, timeLeft)),
      retryPolicy.read,
      (failure) => !breaker.isOpen() && isReadSafeToRepeat(failure),
    );

  /**
   * Reads the first page, then several at a time. A page may hold fewer items than asked for, but never none: a list that only
   * looks empty would invite people twice.
   */
  async function readPages<T>(
    resource: PiperCall['resource'],
    path: string,
    schema: z.ZodType<{ items: T[]; total: number }>,
  ) {
    const page = (offset: number) =>
      read(resource, `${path}?limit=${piper.pageSize}&offset=${offset}`, schema);
    const first = await page(0);
    const step = first.items.length;
    if (step === 0 && first.total > 0) {
      const detail = `a list of ${first.total} came without its items`;
      throw new PiperError({ kind: 'unexpected', status: 200, contact: 'not_sent', detail });
    }
    if (step === 0) return first.items;
    const count = Math.min(piper.maxPages, Math.ceil(first.total / step));
    const offsets = Array.from({ length: count - 1 }, (_, at) => (at + 1) * step);
    const pages = [first];
    while (offsets.length > 0) {
      pages.push(...(await Promise.all(offsets.splice(0, piper.concurrentPages).map(page))));
    }
    // Where the total is too low, the last page is a full one.
    while (pages.at(-1)?.items.length === piper.pageSize && pages.length < piper.maxPages) {
      pages.push(await page(pages.length * step));
    }
    return pages.flatMap(({ items }) => items);
  }

  const organizationPath = (id: string) => `/v1/organizations/${encodeURIComponent(id)}`;
  const orgPath = (id: string) => `/v1/orgs/${encodeURIComponent(id)}`;

  return {
    /** False while the breaker is open. */
    isAnswering: () => !breaker.isOpen(),

    /** Organizations that the token can see. Every Piper has this list, so that an answer of 404 is `unexpected`. */
    listOrganizations: () =>
      read('organizations', '/v1/organizations/', organizationsSchema).catch((error: unknown) => {
        const isNone = error instanceof PiperError && error.failure.kind === 'not_found';
        throw isNone
          ? new PiperError({ kind: 'unexpected', status: 404, contact: 'not_sent' })
          : error;
      }),

    /** All roles of an organization: system roles first, then custom ones by name. */
    listRoles: (organizationId: string) =>
      readPages('roles', `${orgPath(organizationId)}/roles/`, rolePageSchema),

    /** All platform tokens of an organization, masked; only for its admins. */
    listPlatformTokens: (organizationId: string) =>
      readPages('platform_tokens', `${orgPath(organizationId)}/platform-tokens/`, tokenPageSchema),

    /** All members of an organization, pending ones included. */
    listMembers: (organizationId: string): Promise<Member[]> =>
      readPages('members', `${organizationPath(organizationId)}/members`, memberPageSchema),

    /**
     * Adds, that is invites, a member. Repeats itself only where Piper surely did nothing; the caller must settle a failure that
     * `mayHaveTakenEffect`.
     */
    addMember: (organizationId: string, address: string, roleId: string): Promise<Member> => {
      const path = `${organizationPath(organizationId)}/members`;
      const body = { email: address, role_id: roleId };
      const adding = {
        method: 'POST',
        resource: 'members',
        path,
        schema: memberSchema,
        body,
      } as const;
      return repeat(
        (timeLeft) => breaker.run(() => once(adding, timeLeft)),
        retryPolicy.write,
        (failure) => !breaker.isOpen() && isWriteSafeToRepeat(failure),
      );
    },

    /** Sets a member's role. Setting it twice changes nothing, so it is repeated like a read, whatever became of an attempt. */
    changeRole: (organizationId: string, userId: string, roleId: string): Promise<Member> => {
      const path = `${organizationPath(organizationId)}/members/${encodeURIComponent(userId)}`;
      const body = { role_id: roleId };
      const changing = {
        method: 'PATCH',
        resource: 'members',
        path,
        schema: memberSchema,
        body,
      } as const;
      return repeat((timeLeft) => once(changing, timeLeft), retryPolicy.write, isReadSafeToRepeat);
    },
  };
}

export type PiperClient = ReturnType<typeof createPiperClient>;
