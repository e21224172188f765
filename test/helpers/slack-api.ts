import nock from 'nock';
import { scopes } from '../../src/ids.ts';
import type { Journal } from './journal.ts';

export const team = 'T0ACME';
export const responseUrl = 'https://hooks.slack.com/commands/T0ACME/1/secret';

const profile = (name: string, email?: string) => ({
  display_name: name,
  real_name: name,
  ...(email && { email }),
});
const user = (id: string, name: string, rest: object = {}, email = `${name}@acme.example`) => ({
  id,
  name,
  team_id: team,
  profile: profile(name, email),
  ...rest,
});

/** People of the workspace, as `users.info` tells of them. */
export const users = {
  alice: user('U0ALICE', 'alice', { is_admin: true }),
  bob: user('U0BOB', 'bob'),
  carol: user('U0CAROL', 'carol'),
  gina: user('U0GINA', 'gina', { is_restricted: true }),
  robot: user('U0ROBOT', 'robot', { is_bot: true }),
  victor: user('U0VICTOR', 'victor', { deleted: true }),
  nora: { ...user('U0NORA', 'nora'), profile: profile('nora') },
  stranger: user('U0STRANGER', 'stranger', { team_id: 'T0OTHER' }),
};

type Reply = Record<string, unknown> | { status: number; headers?: Record<string, string> };
type Handler = (body: Record<string, string>) => Reply | Promise<Reply>;

/** A Slack that answers by the handlers that it is given; everything that it hears is in the journal. */
export function fakeSlack(journal: Journal) {
  const handlers: Record<string, Handler> = {
    'auth.test': () => ({
      ok: true,
      team_id: team,
      team: 'Acme',
      user_id: 'U0PIPER',
      bot_id: 'B0PIPER',
    }),
    'users.info': (body) => {
      const found = Object.values(users).find(({ id }) => id === body.user);
      return found ? { ok: true, user: found } : { ok: false, error: 'user_not_found' };
    },
    'views.open': () => ({ ok: true, view: { id: 'V0FORM', hash: 'h1' } }),
    'views.update': () => ({ ok: true }),
    'chat.update': () => ({ ok: true }),
    'chat.postMessage': () => ({ ok: true, ts: '1' }),
  };
  /** The scopes that Slack says the token has; undefined when it does not say. */
  const grants = { scopes: [...scopes] as string[] | undefined };
  let responseUrlStatus = 200;

  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply(async (request: Request) => {
      const name = new URL(request.url).pathname.replace('/api/', '');
      const body = Object.fromEntries(new URLSearchParams(await request.text()));
      journal.record({ to: 'slack', name, body: decoded(body) });
      const reply = (await handlers[name]?.(body)) ?? { ok: false, error: 'unknown_method' };
      if ('status' in reply) {
        const { status, headers } = reply as { status: number; headers?: Record<string, string> };
        return [status, 'no', headers ?? {}];
      }
      return [200, reply, grants.scopes ? { 'x-oauth-scopes': grants.scopes.join(',') } : {}];
    });

  nock('https://hooks.slack.com')
    .persist()
    .post(/.*/)
    .reply(async (request: Request) => {
      const body = (await request.json()) as Record<string, unknown>;
      journal.record({ to: 'slack', name: 'response_url', body });
      return [responseUrlStatus, responseUrlStatus === 200 ? 'ok' : 'used_url'];
    });

  return {
    on: (method: string, handler: Handler) => {
      handlers[method] = handler;
    },
    fail: (method: string, error: string) => {
      handlers[method] = () => ({ ok: false, error });
    },
    grants,
    expireResponseUrls: () => {
      responseUrlStatus = 404;
    },
  };
}

export type FakeSlack = ReturnType<typeof fakeSlack>;

function decoded(body: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) =>
      key === 'blocks' || key === 'view' ? [key, JSON.parse(value)] : [key, value],
    ),
  );
}
