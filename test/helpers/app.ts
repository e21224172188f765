import { setTimeout } from 'node:timers/promises';
import type { AnyBlock, PlainTextElement } from '@slack/types';
import { expect, onTestFinished } from 'vitest';
import { type AppOverrides, createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { createJournal } from './journal.ts';
import { interceptRequests } from './nock.ts';
import { openBatches } from './open-batches.ts';
import { type FakePiper, fakePiper, organizationId, roles } from './piper-api.ts';
import { type Answer, postSigned, signingSecret, slackBody } from './signed-request.ts';
import { type FakeSlack, fakeSlack, responseUrl, team, users } from './slack-api.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** The platform token, with which the process or a workspace is connected. */
export const platformToken = 'pat_test_platform_token';

const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-test-bot-token',
  SLACK_SIGNING_SECRET: signingSecret,
  PIPER_TOKEN: platformToken,
};

export type Values = {
  people?: string[];
  addresses?: string;
  role?: { id: string; name: string } | null;
  channel?: string;
  note?: string;
  userGroups?: string[];
  channels?: string[];
  /** The id of a file that was uploaded. */
  file?: string;
};

/** `view.state.values` of the form, as Slack sends them. */
const formValues = (values: Values) => ({
  people: { people: { type: 'multi_users_select', selected_users: values.people ?? [] } },
  addresses: { addresses: { type: 'plain_text_input', value: values.addresses ?? null } },
  role: {
    role: {
      type: 'static_select',
      selected_option: option(values.role ?? roles.editor),
    },
  },
  channel: {
    channel: {
      type: 'conversations_select',
      selected_conversation: values.channel ?? 'C0GENERAL',
    },
  },
  note: { note: { type: 'plain_text_input', value: values.note ?? null } },
  ...(values.userGroups && {
    invite_groups: {
      invite_groups: {
        type: 'multi_external_select',
        selected_options: values.userGroups.map((id) => option({ id, name: id })),
      },
    },
  }),
  ...(values.channels && {
    invite_channels: {
      invite_channels: {
        type: 'multi_conversations_select',
        selected_conversations: values.channels,
      },
    },
  }),
  ...(values.file && {
    file: { file: { type: 'file_input', files: [{ id: values.file, name: 'people.csv' }] } },
  }),
});

const option = ({ id, name }: { id: string; name: string }) => ({
  text: { type: 'plain_text', text: name },
  value: id,
});

/**
 * The whole product between a Slack and a Piper of nock: requests go in signed over real HTTP. Waits are skipped and recorded.
 * Logs everything that there is to log. Stops by itself when the test ends, and then fails the test if anything unexpected was
 * called, any line of the log has a secret in it, or Slack was told a platform token.
 */
export async function startApp(
  options: {
    env?: Record<string, string>;
    overrides?: AppOverrides;
    /** Changes what Slack and Piper answer before the app asks them anything. */
    beforeStart?: (slack: FakeSlack, piper: FakePiper) => void;
  } = {},
) {
  interceptRequests();
  const journal = createJournal();
  const slack = fakeSlack(journal);
  const piper = fakePiper(journal);
  const waits: number[] = [];
  const log: string[] = [];
  let skipped = 0;
  const told: Answer[] = [];

  const config = parseConfig({
    ...secrets,
    PIPER_ORG_ID: organizationId,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
    DATA_DIR: temporaryDirectory(),
    ...options.env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const app = await createApp(config.value, {
    // Time is skipped here, while something is under way.
    delivery: { lease: 30 * 86_400_000 },
    // Tests let Piper fail more often in a row than it is asked for good.
    breaker: { failures: Number.POSITIVE_INFINITY, pause: 0 },
    ...options.overrides,
    clock: {
      random: () => 0.5,
      now: () => Date.now() + skipped,
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        skipped += milliseconds;
      },
      ...options.overrides?.clock,
    },
    logDestination: {
      write: (line) => {
        log.push(line);
      },
    },
  });

  let stopped: Promise<void> | undefined;
  /** Stops the app, which lets everything under way finish. */
  const stop = () => {
    stopped ??= app.stop();
    return stopped;
  };
  /** Waits until every order has ended and was told of, then stops the app. */
  const finish = async () => {
    const open = await openBatches(config.value.storage.location);
    while (!stopped && (await open.count()) > 0) await setTimeout(5);
    await open.close();
    await stop();
  };
  onTestFinished(async () => {
    await stop();
    const lines = log.join('');
    for (const secret of [...Object.values(secrets), 'xapp-', '/T0ACME/1/secret']) {
      expect(lines).not.toContain(secret);
    }
    const toSlack = journal.ever.filter(({ to }) => to === 'slack');
    expect(JSON.stringify([toSlack, told])).not.toContain(secrets.PIPER_TOKEN);
  });

  options.beforeStart?.(slack, piper);
  const { port } = await app.start();
  const url = `http://127.0.0.1:${port}`;
  const send = async (
    body: Parameters<typeof postSigned>[1],
    how?: Parameters<typeof postSigned>[2],
  ) => {
    const answer = await postSigned(`${url}/slack/events`, body, how);
    told.push(answer);
    return answer;
  };

  return {
    url,
    journal,
    slack,
    piper,
    waits,
    log,
    finish,
    stop,
    /** Lets so much time go by, for the app. */
    skip: (milliseconds: number) => {
      skipped += milliseconds;
    },
    send,

    command: (text: string, fields: Record<string, string> = {}): Promise<Answer> =>
      send(slackBody('command', commandFields(text, fields))),

    submit: (values: Values, fields: { userId?: string; viewId?: string } = {}) =>
      send(slackBody('interaction', submissionBody(values, fields))),

    /** Sends the form, and the preview that it leads to; gives what the preview was answered with. */
    submitAndSend: async (
      values: Values,
      fields: { userId?: string; viewId?: string } = {},
    ): Promise<Answer> => {
      const { body } = await send(slackBody('interaction', submissionBody(values, fields)));
      return send(slackBody('interaction', previewBody(pushedView(body), fields)));
    },

    /** Sends a preview. */
    sendPreview: (view: PushedView, fields: { userId?: string } = {}) =>
      send(slackBody('interaction', previewBody(view, fields))),

    interact: (body: unknown) => send(slackBody('interaction', body)),

    /** Forgets what start-up and preparation have called. */
    forget: () => journal.clear(),

    /** Everything that was said publicly, privately at the place, and by direct message. */
    said: () => {
      const posted = journal.of('chat.postMessage');
      const responses = journal.of('response_url');
      const textOf = (body: Record<string, unknown>) => String(body.text);
      const isDirect = (body: Record<string, unknown>) => String(body.channel).startsWith('U');
      return {
        inChannel: [
          ...posted.filter((body) => !isDirect(body)),
          ...responses.filter((body) => body.response_type === 'in_channel'),
        ].map(textOf),
        privately: responses.filter((body) => body.response_type === 'ephemeral').map(textOf),
        directly: posted.filter(isDirect).map(textOf),
      };
    },
  };
}

/** An app that has been up for an hour, so that it remembers nothing of what it read at its start. */
export async function startAnHourAgo() {
  const app = await startApp();
  app.skip(3_600_000);
  return app;
}

let triggers = 0;
export const commandFields = (
  text: string,
  fields: Record<string, string> = {},
): Record<string, string> => ({
  token: 'x',
  team_id: team,
  team_domain: 'acme',
  channel_id: 'C0GENERAL',
  channel_name: 'general',
  user_id: users.alice.id,
  user_name: 'alice',
  command: '/piper-invite',
  api_app_id: 'A1',
  is_enterprise_install: 'false',
  trigger_id: `1.${++triggers}.trigger`,
  response_url: responseUrl,
  text,
  ...fields,
});

/** A view that an answer puts on top of another one, or in its place. */
export type PushedView = {
  type: 'modal';
  title: PlainTextElement;
  callback_id?: string;
  private_metadata?: string;
  external_id?: string;
  submit?: PlainTextElement;
  blocks: AnyBlock[];
};

/** The view that a submission was answered with; fails where there is none on top. */
export function pushedView(body: unknown): PushedView {
  const answer = body as { response_action?: string; view?: PushedView };
  if (answer.response_action !== 'push' || !answer.view) throw new Error(JSON.stringify(body));
  return answer.view;
}

/** A preview as it is sent. */
export const previewBody = (
  view: PushedView,
  { userId = users.alice.id }: { userId?: string } = {},
) => ({
  type: 'view_submission',
  team: { id: team, domain: 'acme' },
  user: { id: userId, username: 'alice', name: 'alice', team_id: team },
  api_app_id: 'A1',
  token: 'x',
  trigger_id: '1.3.trigger',
  view: {
    ...view,
    id: 'V0PREVIEW',
    root_view_id: 'V0FORM',
    team_id: team,
    type: 'modal',
    hash: 'h2',
    state: { values: {} },
  },
  response_urls: [],
  is_enterprise_install: false,
  enterprise: null,
});

export const submissionBody = (
  values: Values,
  { userId = users.alice.id, viewId = 'V0FORM' }: { userId?: string; viewId?: string } = {},
) => ({
  type: 'view_submission',
  team: { id: team, domain: 'acme' },
  user: { id: userId, username: 'alice', name: 'alice', team_id: team },
  api_app_id: 'A1',
  token: 'x',
  trigger_id: '1.2.trigger',
  view: {
    id: viewId,
    team_id: team,
    type: 'modal',
    callback_id: 'invite',
    hash: 'h1',
    private_metadata: organizationId,
    blocks: [],
    state: { values: formValues(values) },
  },
  response_urls: [
    {
      block_id: 'channel',
      action_id: 'channel',
      channel_id: values.channel ?? 'C0GENERAL',
      response_url: responseUrl.replace('commands', 'app'),
    },
  ],
  is_enterprise_install: false,
  enterprise: null,
});
