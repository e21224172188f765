import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import { eventually } from '../helpers/eventually.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { globexId, seedTokens } from '../sandbox/piper/seed.ts';
import { startPiper } from '../sandbox/piper/server.ts';
import { channels, dmWithBot, users } from '../sandbox/slack/seed.ts';
import { startSlack } from '../sandbox/slack/server.ts';

/** The product between the sandbox's Slack, which is strict and not ours at its core, and its Piper. */
async function start(env: Record<string, string> = {}) {
  const [slack, piper] = await Promise.all([startSlack(), startPiper()]);
  const config = parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    PIPER_TOKEN: piper.token,
    PIPER_ORG_ID: piper.organizationId,
    PIPER_API_URL: piper.apiUrl,
    DATA_DIR: temporaryDirectory(),
    HOST: '127.0.0.1',
    PORT: '0',
    ...env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const app = await createApp(config.value, { logDestination: { write: () => {} } });
  const { port } = await app.start();
  slack.connect(`http://127.0.0.1:${port}`);
  onTestFinished(async () => {
    await app.stop();
    await Promise.all([slack.stop(), piper.stop()]);
  });

  return {
    slack,
    piper,
    type: (text: string, channel: string = channels.general, as: string = users.alice) =>
      slack.act(as, { type: 'command', channel, text }),
    said: (channel: string = channels.general, as: string = users.alice) =>
      (slack.screen(as).messages[channel] ?? []).map(({ text, ephemeral }) =>
        ephemeral ? `(only you) ${text}` : text,
      ),
    form: async (as: string = users.alice) =>
      eventually(() => {
        const modal = slack.screen(as).modals.at(-1);
        const view = modal?.view as { submit?: unknown; blocks: Block[] } | undefined;
        if (!modal || !view?.submit) throw new Error('the form is not there yet');
        return { id: modal.id, ...view };
      }),
  };
}

type Block = { block_id?: string; element?: { options?: { text: { text: string } }[] } };

const values = (
  form: { blocks: Block[] },
  given: { people?: string[]; addresses?: string; role: string; channel: string },
) => {
  const element = form.blocks.find(({ block_id }) => block_id === 'role')?.element;
  const option = element?.options?.find(({ text }) => text.text === given.role);
  return {
    people: { people: { type: 'multi_users_select', selected_users: given.people ?? [] } },
    addresses: { addresses: { type: 'plain_text_input', value: given.addresses ?? null } },
    role: { role: { type: 'static_select', selected_option: option } },
    channel: {
      channel: { type: 'conversations_select', selected_conversation: given.channel },
    },
    note: { note: { type: 'plain_text_input', value: null } },
  };
};

describe('the main job in a strict Slack', () => {
  it('goes from the command through the form to Piper and back to the channel', async () => {
    const { slack, piper, type, form, said } = await start();
    await type('<@U0GRACE001> ada@example.com');
    const { id, blocks } = await form();
    const result = await slack.act(users.alice, {
      type: 'submit',
      viewId: id,
      values: values(
        { blocks },
        {
          people: [users.grace],
          addresses: 'ada@example.com',
          role: 'Editor',
          channel: channels.general,
        },
      ),
    });
    expect(result).toMatchObject({ ok: true });
    const preview = slack.screen(users.alice).modals.at(-1);
    expect(preview?.view).toMatchObject({ submit: { text: 'Send 2 invites' } });
    await slack.act(users.alice, { type: 'submit', viewId: preview?.id ?? '', values: {} });
    await eventually(() => expect(said()).toHaveLength(1));
    expect(said()[0]?.split('\n').slice(0, 3)).toEqual([
      '<@U0ALICE001> invited 2 people to *Acme Robotics* as *Editor*.',
      '• grace: pending',
      '• ada@example.com: pending',
    ]);
    expect(slack.screen(users.alice).modals).toEqual([]);
    const members = piper.screen().organizations[0]?.members ?? [];
    expect(members).toContainEqual(
      expect.objectContaining({ email: 'ada@example.com', role: 'Editor', status: 'invited' }),
    );
  });

  it('confirms in a public channel that the bot has not joined', async () => {
    const { type, said } = await start();
    await type('ada@example.com as Viewer', channels.random);
    await eventually(() => expect(said(channels.random)).toHaveLength(1));
  });

  it('confirms in a private channel that the bot is not in', async () => {
    const { type, said } = await start();
    await type('ada@example.com as Viewer', channels.leadership);
    await eventually(() => expect(said(channels.leadership)).toHaveLength(1));
    expect(said(channels.leadership)[0]).toContain('invited *ada@example.com*');
  });

  it('confirms in a direct message between two people', async () => {
    const { type, said } = await start();
    await type('ada@example.com as Viewer', channels.aliceAndBob);
    await eventually(() => expect(said(channels.aliceAndBob)).toHaveLength(1));
    expect(said(channels.aliceAndBob, users.bob)).toHaveLength(1);
  });

  it('confirms in the direct messages with the bot', async () => {
    const { type, said } = await start();
    await type('ada@example.com as Viewer', dmWithBot(users.alice));
    await eventually(() => expect(said(dmWithBot(users.alice))).toHaveLength(1));
  });

  it('shows 123 roles in a menu that is searched', async () => {
    const { slack, type, form } = await start({
      PIPER_ORG_ID: globexId,
      PIPER_INVITE_ADMINS: users.alice,
      PIPER_TOKEN: seedTokens.bothOrganizations,
    });
    await type('');
    const { id, blocks } = await form();
    expect(blocks.find(({ block_id }) => block_id === 'role')?.element).toMatchObject({
      type: 'external_select',
    });
    const found = await slack.act(users.alice, {
      type: 'options',
      viewId: id,
      blockId: 'role',
      actionId: 'role',
      query: 'viewer',
    });
    expect(JSON.stringify(found)).toContain('Viewer');
  });
});
