import nock from 'nock';
import { optionalScopes, scopes } from '../../src/ids.ts';
import { interceptRequests } from './nock.ts';
import { signingSecret } from './signed-request.ts';

/** A place where the app can be installed: a workspace, or a whole Enterprise organization, whose workspaces are `teamIds`. */
export type Place = {
  teamIds: string[];
  name: string;
  botToken: string;
  enterpriseId?: string;
  isOrgWide?: boolean;
};
export const acme: Place = { teamIds: ['T0ACME'], name: 'Acme', botToken: 'xoxb-acme-1' };
export const globex: Place = { teamIds: ['T0GLOBEX'], name: 'Globex', botToken: 'xoxb-globex-1' };
/** An Enterprise organization of two workspaces. */
export const umbrella: Place = {
  teamIds: ['T0RED', 'T0WHITE'],
  name: 'Umbrella',
  botToken: 'xoxb-umbrella-1',
  enterpriseId: 'E0UMBRELLA',
  isOrgWide: true,
};

/** Roles have the same ids in every organization, so that whoever mixes them up shows by their names. */
const organization = (name: string) => ({
  id: `org-${name.toLowerCase()}`,
  name: `${name} Inc.`,
  token: `pat_${name.toLowerCase()}_platform_token`,
  roles: [{ id: 'role-editor', name: `${name} Editor`, is_system: true, description: null }],
  members: [`boss@${name.toLowerCase()}.example`],
});
export const organizations = {
  acme: organization('Acme'),
  globex: organization('Globex'),
  umbrella: organization('Umbrella'),
};
export type TestOrganization = ReturnType<typeof organization>;

/** The app's own secrets. */
export const appSecrets = {
  SLACK_CLIENT_ID: '111.222',
  SLACK_CLIENT_SECRET: 'the-client-secret-of-tests',
  SLACK_SIGNING_SECRET: signingSecret,
};

export type OutsideCall = {
  to: 'slack' | 'piper' | 'response_url';
  name: string;
  /** What the call was made with, without `Bearer`; the workspace's own path where it is a response URL. */
  token: string;
  body: Record<string, unknown>;
};
type Reply = Record<string, unknown> | string | number | 'hang';

const bearer = (request: Request): string =>
  (request.headers.get('authorization') ?? '').replace('Bearer ', '');

/**
 * A Slack with many workspaces and a Piper with many organizations, of nock: each answers by the token that it is called with,
 * and what they hear is in `calls`. The same user IDs are other people in each workspace.
 */
export function createOutside() {
  interceptRequests();
  const calls: OutsideCall[] = [];
  const places = new Map<string, Place>();
  const members = new Map(
    Object.values(organizations).map(({ id, members: first }) => [id, [...first]]),
  );
  /** Everything that may be in no line of any log. */
  const secrets = new Set<string>(Object.values(organizations).map(({ token }) => token));
  secrets.add(appSecrets.SLACK_CLIENT_SECRET).add(appSecrets.SLACK_SIGNING_SECRET);
  secrets.add('/1/secret-of-response');
  let codes = 0;

  const outside = {
    calls,
    secrets,
    /** By code: what `oauth.v2.access` answers. A text is a body that is no JSON, a number a status. */
    codes: new Map<string, Reply>(),
    /** What a refresh is answered with. */
    onRefresh: (_refreshToken: string): Reply | Promise<Reply> => ({
      ok: false,
      error: 'invalid_refresh_token',
    }),
    /** Awaited before Slack or Piper answers. */
    beforeAnswer: async (_call: OutsideCall): Promise<void> => {},
    /** Tokens that Slack takes, and whose they are. */
    places,
    /** Who is the admin of a place, by its name; elsewhere it is Alice. */
    admins: new Map<string, string>(),
    /** Tokens that Piper does not accept any more. */
    rejectedTokens: new Set<string>(),
    /** The addresses in each organization. */
    members,
    callsOf: (name: string) => calls.filter((call) => call.name === name),

    /** What Slack answers to an installation's code; the token is good from then on. */
    grant: (place: Place, more: Record<string, unknown> = {}): Record<string, unknown> => {
      const access = {
        ok: true,
        app_id: 'A0PIPER',
        access_token: place.botToken,
        token_type: 'bot',
        scope: [...scopes, ...optionalScopes].join(','),
        bot_user_id: 'U0PIPER',
        team: place.isOrgWide ? null : { id: place.teamIds[0], name: place.name },
        enterprise: place.enterpriseId
          ? { id: place.enterpriseId, name: place.isOrgWide ? place.name : 'Umbrella' }
          : null,
        is_enterprise_install: place.isOrgWide ?? false,
        authed_user: { id: 'U0ALICE' },
        ...more,
      };
      places.set(access.access_token, place);
      secrets.add(access.access_token);
      const { refresh_token } = more;
      if (typeof refresh_token === 'string') secrets.add(refresh_token);
      return access;
    },
    /**
     * Slack gives this place tokens that end after twelve hours, each with a refresh token that works once; gives what an
     * installation's answer has more for it.
     */
    rotate: (place: Place): Record<string, unknown> => {
      let number = 1;
      const pair = () => ({
        access_token: `xoxe.xoxb-1-${place.name}-${number}`,
        refresh_token: `xoxe-1-refresh-of-${place.name}-${number}`,
        expires_in: 43_200,
      });
      outside.onRefresh = (refreshToken) => {
        if (refreshToken !== pair().refresh_token) {
          return { ok: false, error: 'invalid_refresh_token' };
        }
        number += 1;
        return outside.grant(place, pair());
      };
      return pair();
    },
    codeFor: (answer: Reply): string => {
      codes += 1;
      const code = `code-of-slack-${codes}`;
      secrets.add(code);
      outside.codes.set(code, answer);
      return code;
    },
  };

  async function slackAnswer(call: OutsideCall): Promise<Reply> {
    const { name, token, body } = call;
    if (name === 'oauth.v2.access') {
      return body.grant_type === 'refresh_token'
        ? outside.onRefresh(String(body.refresh_token))
        : (outside.codes.get(String(body.code)) ?? { ok: false, error: 'invalid_code' });
    }
    const place = places.get(token);
    if (!place) return { ok: false, error: 'invalid_auth' };
    const { teamIds, enterpriseId, botToken } = place;
    const domain = place.name.toLowerCase();
    switch (name) {
      case 'auth.test':
        return {
          ok: true,
          team_id: place.isOrgWide ? enterpriseId : teamIds[0],
          team: place.name,
          user_id: 'U0PIPER',
          bot_id: `B-${botToken.slice(5)}`,
        };
      case 'users.info': {
        const id = String(body.user);
        return {
          ok: true,
          user: {
            id,
            name: `${id} of ${place.name}`,
            team_id: teamIds[0],
            is_admin: id === (outside.admins.get(place.name) ?? 'U0ALICE'),
            profile: { display_name: id, email: `${id.toLowerCase()}@${domain}.example` },
            ...(enterpriseId && {
              enterprise_user: { enterprise_id: enterpriseId, is_admin: id === 'U0ALICE' },
            }),
          },
        };
      }
      case 'usergroups.list':
        return { ok: true, usergroups: [] };
      case 'views.open':
        return { ok: true, view: { id: 'V0FORM', hash: 'h1' } };
      case 'views.update':
        return { ok: true };
      case 'chat.postMessage':
        return { ok: true, ts: '1' };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply(async (request: Request) => {
      const name = new URL(request.url).pathname.replace('/api/', '');
      const body = Object.fromEntries(new URLSearchParams(await request.text()));
      const call: OutsideCall = { to: 'slack', name, token: bearer(request), body };
      calls.push(call);
      await outside.beforeAnswer(call);
      const reply = await slackAnswer(call);
      if (reply === 'hang') return new Promise(() => {});
      if (typeof reply === 'number') return [reply, 'no'];
      return [200, reply];
    });

  nock('https://hooks.slack.com')
    .persist()
    .post(/.*/)
    .reply(async (request: Request) => {
      const token = new URL(request.url).pathname.split('/')[2] ?? '';
      const body = (await request.json()) as Record<string, unknown>;
      calls.push({ to: 'response_url', name: 'response_url', token, body });
      return [200, 'ok'];
    });

  const membership = ({ id, roles }: TestOrganization, email: string) => ({
    id: `m-${email}`,
    user_id: `u-${email}`,
    organization_id: id,
    role_id: 'role-editor',
    created_at: '2026-11-24T10:32:00Z',
    role: roles[0],
    user: { id: `u-${email}`, email, is_active: false, status: 'invited' },
    organization: null,
  });
  function piperAnswer({ name, token, body }: OutsideCall, organizationId: string | undefined) {
    const own = Object.values(organizations).find((each) => each.token === token);
    if (!own || outside.rejectedTokens.has(token))
      return [401, { detail: 'Invalid token' }] as const;
    if (organizationId && organizationId !== own.id) return [404, { detail: 'Not found' }] as const;
    const addresses = members.get(own.id) ?? [];
    switch (name) {
      case 'GET organizations':
        return [200, [{ id: own.id, name: own.name, permissions: ['*'] }]] as const;
      case 'GET roles':
        return [200, { roles: own.roles, total: own.roles.length }] as const;
      case 'GET members': {
        const list = addresses.map((address) => membership(own, address));
        return [200, { members: list, total: list.length }] as const;
      }
      case 'POST members':
        addresses.push(String(body.email));
        return [200, membership(own, String(body.email))] as const;
      default:
        return [404, { detail: 'Not found' }] as const;
    }
  }
  const answer = async (request: Request) => {
    const { pathname } = new URL(request.url);
    const [, , , organizationId, kind = 'organizations'] = pathname.split('/');
    const body = request.method === 'POST' ? ((await request.json()) as OutsideCall['body']) : {};
    const name = `${request.method} ${kind}`;
    const call: OutsideCall = { to: 'piper', name, token: bearer(request), body };
    calls.push(call);
    await outside.beforeAnswer(call);
    return [...piperAnswer(call, organizationId || undefined)] as [number, object];
  };
  nock('https://api.letpiper.com').persist().get(/.*/).reply(answer).post(/.*/).reply(answer);
  return outside;
}

export type Outside = ReturnType<typeof createOutside>;
