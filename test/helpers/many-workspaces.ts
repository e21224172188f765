import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request } from 'undici';
import { expect, onTestFinished, vi } from 'vitest';
import { type AppOverrides, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { commandFields, previewBody, pushedView, submissionBody, type Values } from './app.ts';
import type { LogLine } from './log-lines.ts';
import { appSecrets, type Outside, type Place, type TestOrganization } from './outside.ts';
import { postSigned, slackBody } from './signed-request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export const publicUrl = 'https://piper-invite.example.com';

let people = 0;
let events = 0;

/** What a browser got. `words` is the page as it is read: its title, its paragraphs, its link. */
export type Page = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  html: string;
  words: string;
};

/**
 * A whole process of the product that many workspaces install, over real HTTP. Logs everything that there is to log. Stops by
 * itself when the test ends, and then fails the test if any line of its log has a secret in it. Waits are skipped.
 */
export async function startForMany(
  outside: Outside,
  options: { env?: Record<string, string>; overrides?: AppOverrides } = {},
) {
  const written: string[] = [];
  const directory = temporaryDirectory();
  const config = parseConfig({
    ...appSecrets,
    PUBLIC_URL: publicUrl,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
    DATA_DIR: directory,
    ...options.env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const app = await createApp(config.value, {
    ...options.overrides,
    clock: { random: () => 0.5, wait: async () => {}, ...options.overrides?.clock },
    logDestination: { write: (line) => written.push(line) },
  });
  function onDatabase<T>(work: (db: DatabaseSync) => T): T {
    const db = new DatabaseSync(join(directory, 'piper-invite.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
  let stopped: Promise<void> | undefined;
  const finish = () => {
    stopped ??= app.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await finish();
    const lines = written.join('');
    for (const secret of outside.secrets) expect(lines).not.toContain(secret);
  });
  const { port } = await app.start();
  const url = `http://127.0.0.1:${port}`;

  async function get(path: string, cookie?: string): Promise<Page> {
    const answer = await request(url + path, { headers: cookie ? { cookie } : {} });
    const html = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, html, words: wordsOf(html) };
  }

  /** Opens the install link: where it leads, and what the browser keeps. */
  async function begin(cookieBefore?: string) {
    const { status, headers } = await get('/slack/install', cookieBefore);
    const location = new URL(String(headers.location));
    const setCookie = String(headers['set-cookie']);
    const cookie = setCookie.split(';')[0] ?? '';
    const state = location.searchParams.get('state') ?? '';
    outside.secrets.add(state).add(cookie.split('=')[1] ?? '');
    return { status, headers, location, setCookie, cookie, state };
  }

  const finishInstall = (
    { state, cookie }: { state: string; cookie?: string },
    query: Record<string, string>,
  ): Promise<Page> =>
    get(`/slack/oauth_redirect?${new URLSearchParams({ ...query, state })}`, cookie);

  const send = (kind: 'command' | 'interaction' | 'event', body: unknown) =>
    postSigned(`${url}/slack/events`, slackBody(kind, body));

  const interact = async (place: Place, body: object, at = 0) =>
    send('interaction', { ...body, ...interactionFields(place, at) });

  async function submitView(
    place: Place,
    callbackId: string,
    metadata: string,
    values: object,
    at = 0,
  ) {
    const submission = {
      type: 'view_submission',
      user: { id: 'U0ALICE', team_id: place.teamIds[0] },
      trigger_id: '1.2.trigger',
      view: {
        id: 'V0VIEW',
        callback_id: callbackId,
        type: 'modal',
        hash: 'h1',
        blocks: [],
        private_metadata: metadata,
        state: { values },
      },
    };
    const { body } = await interact(place, submission, at);
    return (body as { view: { private_metadata: string; blocks: unknown[] } }).view;
  }

  const giveToken = (place: Place, { token }: TestOrganization, at = 0) =>
    submitView(place, 'connect', '', { token: { token: { value: token } } }, at);

  return {
    url,
    get,
    begin,
    finishInstall,
    finish,
    onDatabase,
    /** Takes a table away from under the product. */
    breakStorage: (table: string) => onDatabase((db) => db.exec(`drop table ${table}`)),
    /** How many rows a table has. */
    rows: (table: string): number =>
      onDatabase((db) => db.prepare(`select * from ${table}`).all().length),
    /** What the record says, such as `T0ACME install`, oldest first. */
    record: (): string[] =>
      onDatabase((db) =>
        db
          .prepare('select entry from audit_entries order by rowid')
          .all()
          .map(({ entry }) => JSON.parse(String(entry)))
          .map(({ workspace, action }) => `${workspace} ${action}`),
      ),
    /** The log so far, as it was written and read. */
    logText: () => written.join(''),
    log: (): LogLine[] => written.map((line) => JSON.parse(line)),

    /** Somebody installs the app, in one browser, and agrees. */
    install: async (place: Place, more: Record<string, unknown> = {}): Promise<Page> =>
      finishInstall(await begin(), { code: outside.codeFor(outside.grant(place, more)) }),

    /** `at` says from which of the place's workspaces. */
    command: (place: Place, text: string, fields: Record<string, string> = {}, at = 0) =>
      send('command', commandFields(text, { ...placeFields(place, at), ...fields })),

    /** With which token the product asks Slack who sent a command; undefined where it does not ask. */
    tokenUsedFor: async (place: Place, at = 0): Promise<string | undefined> => {
      people += 1;
      const user = `U0PERSON${people}`;
      const asked = () =>
        outside.callsOf('users.info').find(({ body }) => body.user === user)?.token;
      const { body } = await send(
        'command',
        commandFields('', { ...placeFields(place, at), user_id: user }),
      );
      if (body !== '') return undefined;
      return vi.waitFor(() => {
        const token = asked();
        expect(token).toBeDefined();
        return token;
      });
    },

    interact,

    /** Sends the form, and the preview that it leads to where it names several people. */
    submit: async (
      place: Place,
      values: Values,
      organization: TestOrganization,
      { viewId = 'V0FORM', at = 0 }: { viewId?: string; at?: number } = {},
    ) => {
      const body = submissionBody(values, { viewId });
      const view = { ...body.view, private_metadata: organization.id };
      const response_urls = body.response_urls.map((each) => ({
        ...each,
        response_url: responseUrlOf(place, at),
      }));
      const answer = await interact(place, { ...body, view, response_urls }, at);
      const isPreviewed = (answer.body as { response_action?: string }).response_action === 'push';
      return isPreviewed ? interact(place, previewBody(pushedView(answer.body)), at) : answer;
    },

    roleOptions: (place: Place, value = '', at = 0) =>
      interact(
        place,
        {
          type: 'block_suggestion',
          user: { id: 'U0ALICE', team_id: place.teamIds[at] },
          action_id: 'role',
          block_id: 'role',
          value,
          view: { id: 'V0FORM', private_metadata: '' },
        },
        at,
      ),

    /** An admin gives a platform token; gives the form with the settings, which come next. */
    giveToken,

    /** An admin connects a workspace, through the forms; gives what the last one says. */
    connect: async (
      place: Place,
      organization: TestOrganization,
      { isEnterpriseWide = false, at = 0 }: { isEnterpriseWide?: boolean; at?: number } = {},
    ): Promise<string> => {
      const { private_metadata } = await giveToken(place, organization, at);
      const values = settingsValues({ isEnterpriseWide });
      const said = await submitView(place, 'settings', private_metadata, values, at);
      return JSON.stringify(said.blocks);
    },

    changeSettings: async (place: Place, connectionId: string, values: object) =>
      JSON.stringify(
        (await submitView(place, 'settings', JSON.stringify({ connectionId }), values)).blocks,
      ),

    /** Slack tells that the app was taken out `at` (epoch milliseconds), or something else instead. */
    uninstall: async (
      place: Place,
      at: number,
      event: object = { type: 'app_uninstalled' },
      more: object = {},
    ): Promise<void> => {
      const { teamIds, enterpriseId, isOrgWide = false } = place;
      events += 1;
      const { status } = await send('event', {
        type: 'event_callback',
        api_app_id: 'A0PIPER',
        team_id: isOrgWide ? null : teamIds[0],
        enterprise_id: enterpriseId ?? null,
        is_enterprise_install: isOrgWide,
        event_id: `Ev${events}`,
        event_time: Math.floor(at / 1_000),
        event,
        ...more,
      });
      expect(status).toBe(200);
    },
  };
}

export type ForMany = Awaited<ReturnType<typeof startForMany>>;

const responseUrlOf = (place: Place, at: number): string =>
  `https://hooks.slack.com/commands/${place.teamIds[at]}/1/secret-of-response`;

const placeFields = (place: Place, at: number): Record<string, string> => ({
  team_id: place.teamIds[at] ?? '',
  is_enterprise_install: String(place.isOrgWide ?? false),
  response_url: responseUrlOf(place, at),
  ...(place.enterpriseId && { enterprise_id: place.enterpriseId }),
});

const interactionFields = (place: Place, at: number) => ({
  team: {
    id: place.teamIds[at],
    domain: place.name,
    ...(place.enterpriseId && { enterprise_id: place.enterpriseId }),
  },
  enterprise: place.enterpriseId ? { id: place.enterpriseId, name: 'Umbrella' } : null,
  is_enterprise_install: place.isOrgWide ?? false,
});

/** The settings as a form sends them. */
export const settingsValues = ({
  who = 'admins',
  isEnterpriseWide = false,
}: {
  who?: 'admins' | 'members';
  isEnterpriseWide?: boolean;
} = {}) => ({
  who: { who: { selected_option: { value: who } } },
  users: { users: { selected_users: [] } },
  settings_channel: { settings_channel: { selected_conversation: null } },
  domains: { domains: { value: null } },
  enterprise: {
    enterprise: { selected_options: isEnterpriseWide ? [{ value: 'yes' }] : [] },
  },
});

/** A page as it is read, without its style and its marks. */
const wordsOf = (html: string): string =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
