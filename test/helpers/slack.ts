import { optionalScopes, scopes } from '../../src/ids.ts';
import {
  isTooLong,
  messageErrors,
  messageRefusal,
  type Sending,
} from '../sandbox/slack/block-kit.ts';
import type { Journal } from './journal.ts';
import { bearer, type Reply } from './reply.ts';

/** A place where the app can be installed: a workspace, or a whole Enterprise organization, whose workspaces are `teamIds`. */
export type Place = {
  teamIds: readonly [string, ...string[]];
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

export const team = acme.teamIds[0];
export const responseUrlOf = (teamId: string) =>
  `https://hooks.slack.com/commands/${teamId}/1/secret`;
export const responseUrl = responseUrlOf(team);

const profile = (name: string, email?: string) => ({
  display_name: name,
  real_name: name,
  ...(email && { email }),
});
const user = (id: string, name: string, rest: object = {}, email = `${name}@acme.example`) => ({
  id,
  name,
  team_id: team,
  is_email_confirmed: true,
  profile: profile(name, email),
  ...rest,
});

/** People of Acme, as `users.info` tells of them. */
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

/** The only ID that no workspace knows. */
export const nobody = 'U0NOBODY';

/** What Slack answers to a call: its JSON, or a status with what is no JSON. */
type Said = Record<string, unknown> | { status: number; headers?: Record<string, string> };
type Answering = (body: Record<string, string>, place: Place) => Said | Promise<Said>;
/** What `oauth.v2.access` is answered with. A text is a body that is no JSON, a number a status. */
type Access = Record<string, unknown> | string | number;

/** How the methods that take messages take them. */
const sendings: Record<string, Sending | undefined> = {
  'chat.postMessage': 'post',
  'chat.update': 'edit',
};

/**
 * A Slack with any number of workspaces, that answers by the token with which it is called; what it hears is in the journal. The same
 * user IDs are other people in each workspace.
 */
export function createSlack(journal: Journal) {
  /** Tokens that Slack takes, and whose they are. */
  const places = new Map<string, Place>();
  /** Everything that may be in no line of any log. */
  const secrets = new Set<string>(['/1/secret']);
  let codes = 0;

  const methods: Record<string, Answering> = {
    'auth.test': (_, { isOrgWide, enterpriseId, teamIds, name, botToken }) => ({
      ok: true,
      team_id: isOrgWide ? enterpriseId : teamIds[0],
      team: name,
      user_id: 'U0PIPER',
      bot_id: `B-${botToken.slice(5)}`,
    }),
    'users.info': ({ user: id = '' }, place) =>
      id === nobody
        ? { ok: false, error: 'user_not_found' }
        : { ok: true, user: person(id, place) },
    'views.open': () => ({ ok: true, view: { id: 'V0FORM', hash: 'h1' } }),
    'views.push': () => ({ ok: true, view: { id: 'V0PUSHED', hash: 'h1' } }),
    'views.update': () => ({ ok: true }),
    'views.publish': ({ user_id: id = '', hash }, { teamIds: [teamId] }) => {
      const key = `${teamId} ${id}`;
      const shown = slack.homes.get(key) ?? 0;
      if (hash !== undefined && hash !== `home-${shown}`) {
        return { ok: false, error: 'hash_conflict' };
      }
      slack.homes.set(key, shown + 1);
      return { ok: true, view: { id: 'V0HOME', hash: `home-${shown + 1}` } };
    },
    'usergroups.list': (_, { teamIds: [teamId] }) => ({
      ok: true,
      usergroups:
        teamId === team
          ? [
              { id: 'S0LEADS', name: 'Leads', handle: 'leads' },
              { id: 'S0SALES', name: 'Sales', handle: 'sales' },
            ]
          : [],
    }),
    'usergroups.users.list': () => ({ ok: true, users: [] }),
    'conversations.info': () => ({ ok: false, error: 'missing_scope' }),
    'chat.postMessage': () => ({ ok: true, ts: '1' }),
    'chat.update': () => ({ ok: true, ts: '1' }),
  };

  /** Somebody of a place; people of Acme are as `users` has them. */
  function person(id: string, place: Place): object {
    const known = Object.values(users).find((each) => each.id === id);
    const isAdmin = id === (slack.admins.get(place.name) ?? users.alice.id);
    if (place.teamIds[0] === team && known) return known;
    const email = `${id.toLowerCase()}@${place.name.toLowerCase()}.example`;
    return {
      id,
      name: `${id} of ${place.name}`,
      team_id: place.teamIds[0],
      is_admin: isAdmin,
      is_email_confirmed: true,
      profile: { display_name: id, email },
      ...(place.enterpriseId && {
        enterprise_user: {
          enterprise_id: place.enterpriseId,
          is_admin: id === users.alice.id,
          teams: place.teamIds,
        },
      }),
    };
  }

  const slack = {
    places,
    secrets,
    /** The scopes that Slack says a token has; undefined when it does not say. */
    grants: { scopes: [...scopes] as string[] | undefined },
    /** How often each person's App Home was published, by workspace and person. */
    homes: new Map<string, number>(),
    /** Who is the admin of a place, by its name; elsewhere it is Alice. */
    admins: new Map<string, string>(),
    /** What can be read of files, by their IDs. */
    files: {} as Record<string, string | Buffer>,
    /** The texts of the files that were uploaded. */
    uploads: [] as string[],
    /** Answers an installation's code. */
    codes: new Map<string, Access>(),
    /** What a refresh is answered with. */
    onRefresh: (_refreshToken: string): Access | Promise<Access> => ({
      ok: false,
      error: 'invalid_refresh_token',
    }),
    /** Slack's words for messages that it takes from nobody, such as too long ones. */
    refused: [] as string[],
    /** Awaited before anything is answered. */
    beforeAnswer: async (_name: string): Promise<void> => {},
    on: (method: string, answering: Answering) => {
      methods[method] = answering;
    },
    fail: (method: string, error: string) => {
      methods[method] = () => ({ ok: false, error });
    },
    /** What a response URL, which ends with `id`, answers to what it is told. */
    onResponseUrl: (_body: Record<string, unknown>, _id: string): Reply => [200, 'ok'],
    expireResponseUrls: () => {
      slack.onResponseUrl = () => [404, 'used_url'];
    },
    answer: respond,

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
        authed_user: { id: users.alice.id },
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
      slack.onRefresh = (refreshToken) => {
        if (refreshToken !== pair().refresh_token) {
          return { ok: false, error: 'invalid_refresh_token' };
        }
        number += 1;
        return slack.grant(place, pair());
      };
      return pair();
    },
    codeFor: (answer: Access): string => {
      codes += 1;
      const code = `code-of-slack-${codes}`;
      secrets.add(code);
      slack.codes.set(code, answer);
      return code;
    },
  };

  async function respond(request: Request): Promise<Reply | undefined> {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    if (pathname.startsWith('/files-pri/')) {
      const file = slack.files[pathname.split('/').at(-1) ?? ''];
      return file === undefined ? undefined : [200, file];
    }
    if (pathname.startsWith('/upload/')) {
      slack.uploads.push(text);
      return [200, 'OK'];
    }
    if (/^\/(commands|actions|app)\//.test(pathname)) {
      const token = pathname.split('/')[2] ?? '';
      const body = JSON.parse(text);
      journal.record({ to: 'slack', name: 'response_url', token, body });
      await slack.beforeAnswer('response_url');
      const refusal = responseRefusal(body);
      if (refusal) slack.refused.push(refusal);
      return refusal ? [400, refusal] : slack.onResponseUrl(body, pathname.split('/').at(-1) ?? '');
    }
    const [, name = ''] = /^\/api\/(.+)/.exec(pathname) ?? [];
    const body = Object.fromEntries(new URLSearchParams(text));
    const token = bearer(request);
    journal.record({ to: 'slack', name, token, body: decoded(body) });
    await slack.beforeAnswer(name);
    if (name === 'oauth.v2.access') {
      const access = await accessFor(body);
      return typeof access === 'number' ? [access, 'no'] : [200, access];
    }
    const answering = methods[name];
    if (!answering) return undefined;
    const sending = sendings[name];
    const refusal = sending && messageRefusal(decoded(body), sending);
    if (refusal) {
      slack.refused.push([refusal.error, ...(refusal.messages ?? [])].join(' '));
      return [200, { ok: false, error: refusal.error }];
    }
    const place = places.get(token);
    const said =
      place || name === 'apps.connections.open'
        ? await answering(body, place ?? acme)
        : { ok: false, error: 'invalid_auth' };
    if ('status' in said) {
      const { status, headers } = said as { status: number; headers?: Record<string, string> };
      return [status, 'no', headers ?? {}];
    }
    const granted = slack.grants.scopes;
    return [200, said, granted ? { 'x-oauth-scopes': granted.join(',') } : {}];
  }

  const accessFor = ({ grant_type, refresh_token = '', code = '' }: Record<string, string>) =>
    grant_type === 'refresh_token'
      ? slack.onRefresh(refresh_token)
      : (slack.codes.get(code) ?? { ok: false, error: 'invalid_code' });

  return slack;
}

export type TestSlack = ReturnType<typeof createSlack>;

/** What a response URL says of a message that it does not take. */
function responseRefusal(message: Record<string, unknown>): string | undefined {
  const { text = '', blocks, replace_original } = message;
  if (isTooLong(String(text), replace_original === true ? 'edit' : 'post')) return 'msg_too_long';
  const errors = blocks === undefined ? [] : messageErrors(blocks);
  return errors.length > 0 ? ['invalid_blocks', ...errors].join(' ') : undefined;
}

function decoded(body: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) =>
      key === 'blocks' || key === 'view' ? [key, JSON.parse(value)] : [key, value],
    ),
  );
}
