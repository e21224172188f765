import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { expect, onTestFinished } from 'vitest';
import { type AppOverrides, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { oauth, slack as slackLimits } from '../../src/limits.ts';
import { messageErrors, viewErrors } from '../sandbox/slack/block-kit.ts';
import { withAddresses } from './audit-record.ts';
import { createBrowser } from './browser.ts';
import { eventually } from './eventually.ts';
import { lengthenTimeouts } from './held.ts';
import type { LogLine } from './log-lines.ts';
import { expectNotWrittenTo, senderOf } from './never-written-to.ts';
import { openBatches } from './open-batches.ts';
import { organizations, platformToken } from './organizations.ts';
import { createOutside, type Outside } from './outside.ts';
import {
  commandFields,
  eventBody,
  type Filled,
  type InviteValues,
  inviteBody,
  pressed,
  previewBody,
  type Somebody,
  suggestionBody,
  viewBody,
} from './payloads.ts';
import { organizationId, type TestPiper } from './piper.ts';
import { type Answer, postSigned, signingSecret, slackBody } from './signed-request.ts';
import { acme, type Place, type TestSlack, users } from './slack.ts';
import { emptyDatabase } from './storage.ts';
import { type Answered, errorsIn, pushedView, wordsIn } from './views.ts';

export const publicUrl = 'https://piper-invite.example.com';

const appSecrets = {
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_CLIENT_SECRET: 'the-client-secret-of-tests',
};
const inOneWorkspace = {
  SLACK_BOT_TOKEN: acme.botToken,
  SLACK_SIGNING_SECRET: appSecrets.SLACK_SIGNING_SECRET,
};
const connected = { PIPER_TOKEN: platformToken, PIPER_ORG_ID: organizationId };
/** What the settings say: one workspace that they connect to Piper, or do not connect, or workspaces that install the app. */
const setUps = {
  connected: { ...inOneWorkspace, ...connected },
  unconnected: inOneWorkspace,
  installable: { ...appSecrets, SLACK_CLIENT_ID: '111.222', PUBLIC_URL: publicUrl },
};

/** How long the product waits before it does without an answer, shows something meanwhile, or says that it takes long. */
const patience = [
  slackLimits.lookupBeforeAnswer,
  slackLimits.lookupBeforeOpening,
  slackLimits.roleCheckBeforeAnswer,
  slackLimits.nameBeforeAnswer,
  oauth.refreshTimeout,
];

export type Options = {
  setUp?: keyof typeof setUps;
  env?: Record<string, string>;
  overrides?: AppOverrides;
  /** Changes what Slack and Piper answer before the app asks them anything. */
  beforeStart?: (slack: TestSlack, piper: TestPiper) => void;
  /** Slack and Piper as another process has left them; new ones where they are not given. */
  outside?: Outside;
  /** The time, epoch milliseconds, which stands still until it is moved, or something is waited for. */
  clock?: { now: number };
  /** What an earlier process has stored. */
  directory?: string;
  /** Where people are who do not say it. */
  home?: Place;
};

/**
 * The whole product between a Slack and a Piper of the tests: requests go in signed over real HTTP. Waits are skipped and recorded.
 * It waits for what is looked up, however busy the machine is, where its patience is not shortened.
 * Logs everything that there is to log. Stops by itself when the test ends, and then fails the test if any line of the log has a
 * secret in it, or Slack was told a platform token or shown what it does not take, or somebody was written to for being invited.
 */
export async function startApp(options: Options = {}) {
  lengthenTimeouts(...patience);
  const { clock = { now: Date.now() }, home = acme } = options;
  const directory = options.directory ?? (await emptyDatabase());
  const outside =
    options.outside ??
    createOutside(...(options.setUp === 'installable' ? Object.values(organizations) : []));
  const { journal, slack, piper } = outside;
  const waits: number[] = [];
  const written: string[] = [];
  const told: Answer[] = [];
  const senders = new Set<string>();
  let forgotten = 0;
  const forget = () => {
    journal.clear();
    forgotten = told.length;
  };

  const env = { ...setUps[options.setUp ?? 'connected'], ...options.env };
  const config = parseConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
    DATA_DIR: directory,
    ...env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  if (options.setUp !== 'installable') slack.grant(acme);
  const app = await createApp(config.value, {
    // Time is skipped here, while something is under way.
    delivery: { lease: 30 * 86_400_000 },
    // Tests let Piper fail more often in a row than it is asked for good.
    breaker: { failures: Number.POSITIVE_INFINITY, pause: 0 },
    ...options.overrides,
    clock: {
      random: () => 0.5,
      now: () => clock.now,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        clock.now += milliseconds;
      },
      ...options.overrides?.clock,
    },
    logDestination: { write: (line) => written.push(line) },
  });

  let stopped: Promise<void> | undefined;
  /** Stops the app, which lets everything under way finish. */
  const stop = () => {
    stopped ??= app.stop();
    return stopped;
  };
  /** Waits until every batch has ended and everybody was notified, then stops the app. */
  const finish = async () => {
    const open = await openBatches(config.value.storage.location);
    while (!stopped && (await open.count()) > 0) await setTimeout(5);
    await open.close();
    await stop();
  };
  onTestFinished(async () => {
    await stop();
    const lines = written.join('');
    const secrets = [...Object.values(appSecrets), ...slack.secrets, 'xapp-'];
    for (const secret of secrets) expect(lines).not.toContain(secret);
    expect(slack.refused).toEqual([]);
    expectNotWrittenTo(journal, senders);
    const toSlack = journal.ever.filter(({ to }) => to === 'slack');
    for (const { token } of piper.all) {
      expect(JSON.stringify([toSlack.map(({ body }) => body), told])).not.toContain(token);
    }
    for (const { view, blocks } of [...toSlack.map(({ body }) => body), ...told.map(bodyOf)]) {
      if (view) expect(viewErrors(view, typeOf(view))).toEqual([]);
      if (blocks) expect(messageErrors(blocks)).toEqual([]);
    }
  });

  options.beforeStart?.(slack, piper);
  const { port, metricsPort } = await app.start();
  const url = `http://127.0.0.1:${port}`;
  const send = async (
    body: Parameters<typeof postSigned>[1],
    how?: Parameters<typeof postSigned>[2],
  ) => {
    const sender = senderOf(body);
    if (sender) senders.add(sender);
    const answer = await postSigned(`${url}/slack/events`, body, how);
    told.push(answer);
    return answer;
  };
  const interact = (body: unknown) => send(slackBody('interaction', body));

  function onDatabase<T>(work: (db: DatabaseSync) => T): T {
    const db = new DatabaseSync(join(directory, 'piper-invite.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
  const query = (sql: string): Record<string, unknown>[] =>
    onDatabase((db) => db.prepare(sql).all());
  /** The record, oldest first. */
  const record = (): AuditEntry[] =>
    withAddresses(
      query('select entry from audit_entries order by rowid').map(({ entry }) =>
        JSON.parse(String(entry)),
      ),
      query('select * from audit_people'),
    );

  /** What one person alone has read at the place: answers to commands, then what came through response URLs. */
  const privateMessages = (): Record<string, unknown>[] =>
    [...told.slice(forgotten).map(bodyOf), ...journal.of('response_url')].filter(
      (body) => body.response_type === 'ephemeral',
    );

  /** Everything that was said publicly, privately at the place, and by direct message. */
  const said = () => {
    const posted = journal.of('chat.postMessage');
    const responses = journal.of('response_url');
    const textOf = (body: Record<string, unknown>) => String(body.text);
    const isDirect = (body: Record<string, unknown>) => String(body.channel).startsWith('U');
    return {
      inChannel: [
        ...posted.filter((body) => !isDirect(body)),
        ...responses.filter((body) => body.response_type === 'in_channel'),
      ].map(textOf),
      privately: privateMessages().map(textOf),
      directly: posted.filter(isDirect).map(textOf),
    };
  };

  const updates = () => journal.of('views.update').length;
  /** The view that Slack shows in the end, when the loading one has been replaced. */
  async function updatedView(before: number): Promise<ModalView> {
    await eventually(() => expect(updates()).toBeGreaterThan(before));
    return journal.of('views.update').at(-1)?.view as ModalView;
  }

  /** What people do in a place; `at` says in which of its workspaces. */
  function gesturesIn(place: Place, at = 0) {
    const here = { place, at };
    type By = Pick<Somebody, 'userId'> & { viewId?: string };

    const command = (text: string, fields: Record<string, string> = {}): Promise<Answer> =>
      send(slackBody('command', commandFields(text, fields, here)));

    /** Sends a view; gives what it is answered with, errors by field. */
    async function submit(
      view: Pick<ModalView, 'blocks' | 'callback_id' | 'private_metadata'>,
      filled: Filled = {},
      by: By = {},
    ): Promise<Answered> {
      const { body } = await interact(viewBody(view, filled, { ...here, ...by }));
      const answered = (body || {}) as Answered;
      const { errors } = answered;
      return { ...answered, ...(errors && { errors: errorsIn(view, errors) }) };
    }

    /** Types a command that opens a modal; gives what it shows in the end. */
    async function open(text: string, userId: string = users.alice.id): Promise<ModalView> {
      const before = updates();
      await command(text, { user_id: userId });
      return updatedView(before);
    }

    /** Presses a button of a message, or of a modal. */
    const press = (element: Record<string, unknown>, how: Parameters<typeof pressed>[1] = {}) =>
      interact(pressed(element, { ...here, ...how }));

    const submitInvite = (
      values: InviteValues,
      by: Parameters<typeof inviteBody>[1] = {},
    ): Promise<Answer> => interact(inviteBody(values, { ...here, ...by }));

    /** Sends a preview. */
    const sendPreview = (view: ModalView, by: Pick<Somebody, 'userId'> = {}) =>
      interact(previewBody(view, { ...here, ...by }));

    return {
      command,
      submit,
      open,
      press,
      submitInvite,
      sendPreview,

      /** Presses a button; gives the modal that opens. */
      pressToOpen: async (action: string, how: Parameters<typeof pressed>[1] = {}) => {
        const before = updates();
        await press({ action_id: action }, how);
        return updatedView(before);
      },

      /** Sends the form, and the preview that it leads to; gives what the preview was answered with. */
      submitAndSend: async (
        values: InviteValues,
        by: Parameters<typeof inviteBody>[1] = {},
      ): Promise<Answer> => {
        const { body } = await submitInvite(values, by);
        return sendPreview(pushedView(body), by);
      },

      /** Types a command that names several people and a role, and sends the preview that it leads to. */
      commandAndSend: async (text: string, userId: string = users.alice.id): Promise<Answer> =>
        sendPreview(await open(text, userId), { userId }),

      /** Connects the workspace through the forms; gives what the last one answers. */
      connect: async (
        filled: Filled = {},
        {
          userId = users.alice.id,
          token = platformToken,
        }: { userId?: string; token?: string } = {},
      ) => {
        const settings = (await submit(await open('connect', userId), { token }, { userId })).view;
        if (settings?.callback_id !== 'settings') throw new Error(wordsIn(settings));
        const last = (await submit(settings, filled, { userId })).view;
        expect(wordsIn(last)).toContain('This workspace is connected to');
        await eventually(() => expect(said().directly).not.toEqual([]));
        forget();
        return last;
      },

      /** Invites with the command; waits until somebody was told what became of it. */
      invite: async (text: string, userId: string = users.alice.id) => {
        const heard = () => said().privately.length + said().inChannel.length;
        const before = heard();
        await command(text, { user_id: userId });
        await eventually(() => expect(heard()).toBeGreaterThan(before));
      },

      /** The names that a menu offers. */
      optionsOf: async (
        field: string,
        value: string,
        by: Parameters<typeof suggestionBody>[2] = {},
      ): Promise<string[]> => {
        const { status, body } = await interact(suggestionBody(field, value, { ...here, ...by }));
        expect(status).toBe(200);
        return (body as { options: { text: { text: string } }[] }).options.map(
          ({ text }) => text.text,
        );
      },

      /** With which token the product asks Slack who sent a command; undefined where it does not ask. */
      tokenUsed: async (): Promise<string | undefined> => {
        people += 1;
        const userId = `U0PERSON${people}`;
        const { body } = await command('', { user_id: userId });
        if (body !== '') return undefined;
        return eventually(() => {
          const asked = journal.everOf('users.info').find((call) => call.body.user === userId);
          expect(asked).toBeDefined();
          return asked?.token;
        });
      },

      /** Somebody opens a tab of the app; `hash` is of the Home that they saw before. */
      openTab: async (userId: string, tab = 'home', hash?: string): Promise<void> => {
        const view = hash === undefined ? {} : { view: { id: 'V0HOME', type: 'home', hash } };
        const event = { type: 'app_home_opened', user: userId, channel: 'D0HOME', tab, ...view };
        const body = eventBody(clock.now, event, place);
        expect((await send(slackBody('event', body))).status).toBe(200);
      },

      /** Slack tells that the app was taken out `when` (epoch milliseconds), or something else instead. */
      uninstall: async (when: number, event?: object, more: object = {}): Promise<void> => {
        const body = { ...eventBody(when, event, place), ...more };
        expect((await send(slackBody('event', body))).status).toBe(200);
      },
    };
  }

  return {
    url,
    /** Where metrics have a port of their own. */
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    outside,
    journal,
    slack,
    piper,
    clock,
    directory,
    waits,
    /** The log so far, as it was written and read. */
    logText: () => written.join(''),
    log: (): LogLine[] => written.map((line) => JSON.parse(line)),
    /** The lines of it that have all of these in them. */
    logged: (...words: string[]): LogLine[] =>
      written
        .filter((line) => words.every((each) => line.includes(each)))
        .map((line) => JSON.parse(line)),
    finish,
    stop,
    send,
    interact,
    /** Forgets what start-up and preparation have called. */
    forget,
    privateMessages,
    said,
    updates,
    updatedView,
    onDatabase,
    query,
    /** Takes a table away from under the product. */
    dropTable: (table: string) => onDatabase((db) => db.exec(`drop table ${table}`)),
    /** How many rows a table has. */
    rows: (table: string): number => query(`select * from ${table}`).length,
    record,
    /** What the record says, such as `T0ACME install`, oldest first. */
    recorded: () => record().map(({ workspace, action }) => `${workspace} ${action}`),
    ...createBrowser(url, slack),
    ...gesturesIn(home),
    in: gesturesIn,
  };
}

export type TestApp = Awaited<ReturnType<typeof startApp>>;

let people = 0;

const typeOf = (view: unknown) =>
  (view as { type?: unknown }).type === 'home' ? ('home' as const) : ('modal' as const);

const bodyOf = ({ body }: Answer): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? { ...body } : {};

/** In a workspace that no setting connects. */
export async function startUnconnected(options: Options = {}) {
  const app = await startApp({ setUp: 'unconnected', ...options });
  app.forget();
  return app;
}

/** For workspaces that install the app. */
export const startInstallable = (options: Options = {}) =>
  startApp({ setUp: 'installable', ...options });

/** An app that has been up for an hour, so that it remembers nothing of what it read at its start. */
export async function startAnHourAgo() {
  const app = await startApp();
  app.clock.now += 3_600_000;
  return app;
}
