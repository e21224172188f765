import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { member, organizationId, roles } from '../../helpers/piper-api.ts';
import { elementsOf, pressed } from '../../helpers/pressed.ts';
import { team, users } from '../../helpers/slack-api.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const soon = { timeout: 5_000, interval: 5 };
type Options = Parameters<typeof startApp>[0];
type App = Awaited<ReturnType<typeof startApp>>;

async function startWithAda(options: Options = {}) {
  const app = await startApp({
    ...options,
    beforeStart: (_, piper) => piper.members.push(member('ada@example.com', roles.viewer)),
  });
  app.forget();
  return app;
}
const privately = (app: App) =>
  vi.waitFor(() => {
    expect(app.said().privately).toHaveLength(1);
    return String(app.said().privately[0]);
  }, soon);
const changes = ({ journal }: App) => journal.of('PATCH member');
type Modal = { blocks: object[]; private_metadata: string; callback_id?: string };
const modalOf = (call: Record<string, unknown> | undefined) => call?.view as Modal;
const wordsOf = (view: unknown) => JSON.stringify((view as Modal).blocks);

const submission = (metadata: string, roleId: string, userId: string = users.alice.id) => ({
  type: 'view_submission',
  team: { id: team, domain: 'acme' },
  user: { id: userId, team_id: team },
  api_app_id: 'A1',
  token: 'x',
  trigger_id: '1.2.trigger',
  view: {
    id: 'V0ROLE',
    team_id: team,
    type: 'modal',
    callback_id: 'role',
    hash: 'h1',
    private_metadata: metadata,
    blocks: [],
    state: {
      values: {
        new_role: { new_role: { type: 'static_select', selected_option: { value: roleId } } },
      },
    },
  },
  is_enterprise_install: false,
  enterprise: null,
});

describe('/piper-invite role', () => {
  it.each(['role ada@example.com editor', 'role Ada &lt;ada@example.com&gt; as "Editor"'])(
    'changes the role, and tells it when Piper has answered: %s',
    async (text) => {
      const app = await startWithAda();
      await app.command(text);
      expect(await privately(app)).toBe(
        '*ada@example.com* is now in *Acme Robotics* as *Editor*, no longer as *Viewer*.',
      );
      expect(changes(app)).toEqual([{ userId: 'u-ada@example.com', role_id: 'role-editor' }]);
      expect(app.said().inChannel).toEqual([]);
    },
  );

  it.each([
    [
      'an unknown role',
      'role ada@example.com Pilot',
      /^There is no role "Pilot"\. Choose from Admin, Editor or Viewer\./,
    ],
    ['the role that they have', 'role ada@example.com viewer', /already\. Nothing was changed\.$/],
    [
      'nobody in the list',
      'role eve@example.com Editor',
      /isn't in \*Acme Robotics\*'s member list/,
    ],
    ['somebody without an address', 'role <@U0NORA> Editor', /^<@U0NORA> has no e-mail address/],
  ])('changes nothing with %s', async (_, text, words) => {
    const app = await startWithAda();
    await app.command(text);
    expect(await privately(app)).toMatch(words);
    expect(changes(app)).toEqual([]);
  });

  it('is refused to those who may not invite', async () => {
    const app = await startWithAda();
    await app.command('role ada@example.com Editor', { user_id: users.bob.id });
    expect(await privately(app)).toMatch(/^Only workspace admins and owners can/);
    expect(changes(app)).toEqual([]);
  });

  it.each([
    [
      '403',
      [403, { detail: 'Missing permission: members:update' }],
      /^The role of \*ada@example\.com\* wasn't changed\. This workspace's platform token may not change roles in Piper\..* Piper's words: "Missing permission: members:update"/,
    ],
    ['404', [404, { detail: 'gone' }], /Piper no longer has this person or this role\./],
    ['422', [422, { detail: 'no' }], /Piper doesn't give this person this role\./],
    ['an answer without sense', [500, 'x'], /wasn't changed\. Piper isn't answering\./],
  ] as const)('that Piper refuses with %s is told with the remedy', async (_, reply, words) => {
    const app = await startWithAda();
    app.piper.onChangeRole = () => [...reply] as [number, unknown];
    await app.command('role ada@example.com Editor');
    expect(await privately(app)).toMatch(words);
    app.piper.onChangeRole = undefined;
  });

  it('is done where Piper broke off after it', async () => {
    const app = await startWithAda();
    let attempts = 0;
    app.piper.onChangeRole = (keep) => {
      attempts += 1;
      if (attempts === 1) keep();
      return 'drop';
    };
    await app.command('role ada@example.com Editor');
    expect(await privately(app)).toMatch(/^\*ada@example\.com\* is now in .* as \*Editor\*/);
    expect(attempts).toBeGreaterThan(1);
  });

  it('is in the record with from, to, by whom and from where', async () => {
    const directory = temporaryDirectory();
    const app = await startWithAda({ env: { DATA_DIR: directory } });
    await app.command('role ada@example.com Editor');
    await privately(app);
    const database = new DatabaseSync(join(directory, 'piper-invite.db'), { readOnly: true });
    const rows = database.prepare('select entry from audit_entries order by number').all();
    database.close();
    const details = expect.objectContaining({ from: 'Viewer', to: 'Editor' });
    const about = { action: 'role', actor: users.alice.id, subject: 'ada@example.com' };
    expect(rows.map(({ entry }) => JSON.parse(String(entry)))).toMatchObject([
      { ...about, surface: 'command', outcome: 'requested', details },
      { ...about, surface: 'command', outcome: 'changed', details },
    ]);
  });
});

describe('"Change role" beside somebody', () => {
  const posted = (app: App) =>
    vi.waitFor(() => {
      const [message] = app.journal.of('chat.postMessage');
      expect(message).toBeDefined();
      return message as Record<string, unknown>;
    }, soon);

  it('who is a member already opens a modal that names them, and changes the role', async () => {
    const app = await startWithAda();
    await app.command('ada@example.com as Editor');
    await privately(app);
    const [button] = elementsOf(app.journal.of('response_url')[0]);
    expect(button).toMatchObject({ type: 'button', text: { text: 'Change role' } });
    app.forget();

    await app.interact(pressed(button ?? {}));
    const modal = await vi.waitFor(() => {
      const [call] = app.journal.of('views.update');
      expect(call).toBeDefined();
      return modalOf(call);
    }, soon);
    expect(app.journal.names()[0]).toBe('slack views.open');
    expect(wordsOf(modal)).toContain('*ada@example.com* is in *Acme Robotics* as *Viewer*.');
    expect(changes(app)).toEqual([]);

    const answer = await app.interact(submission(modal.private_metadata, roles.editor.id));
    expect(answer.body).toMatchObject({ response_action: 'update' });
    expect(wordsOf((answer.body as { view: unknown }).view)).toContain(
      '*ada@example.com* is now in *Acme Robotics* as *Editor*, no longer as *Viewer*.',
    );
    expect(changes(app)).toHaveLength(1);
  });

  it('on the confirmation shows the change there, too', async () => {
    const app = await startWithAda();
    app.slack.on('chat.postMessage', () => ({ ok: true, channel: 'C0GENERAL', ts: '17.1' }));
    await app.command('grace@example.com as Viewer');
    const [button] = elementsOf(await posted(app));
    app.forget();
    await app.interact(pressed(button ?? {}));
    const metadata = JSON.stringify({ organizationId, address: 'grace@example.com' });
    await vi.waitFor(() => expect(app.journal.of('views.update')).toHaveLength(1), soon);
    expect(modalOf(app.journal.of('views.update')[0]).private_metadata).toBe(metadata);

    await app.interact(submission(metadata, roles.editor.id));
    const [changed] = app.journal.of('chat.update');
    expect(changed).toMatchObject({ channel: 'C0GENERAL', ts: '17.1' });
    expect(changed?.text).toMatch(
      /grace@example\.com is \*Editor\* now, changed by <@U0ALICE> <!date/,
    );
  });

  it('of several is a small menu', async () => {
    const app = await startWithAda();
    await app.command('grace@example.com joan@example.com as Viewer');
    const [menu] = elementsOf(await posted(app));
    expect(menu?.type).toBe('overflow');
    const [, joan] = (menu?.options ?? []) as { value: string; text: { text: string } }[];
    expect(joan?.text.text).toBe('Change role of joan@example.com');
    app.forget();
    await app.interact(pressed(menu ?? {}, { value: String(joan?.value) }));
    await vi.waitFor(() => expect(app.journal.of('views.update')).toHaveLength(1), soon);
    expect(wordsOf(modalOf(app.journal.of('views.update')[0]))).toContain('*joan@example.com*');
  });

  it('does nothing for those who may not invite', async () => {
    const app = await startWithAda();
    await app.command('grace@example.com as Viewer');
    const [button] = elementsOf(await posted(app));
    app.forget();
    await app.interact(pressed(button ?? {}, { userId: users.bob.id }));
    await vi.waitFor(() => expect(app.journal.of('views.update')).toHaveLength(1), soon);
    expect(wordsOf(modalOf(app.journal.of('views.update')[0]))).toContain('Only workspace admins');

    const metadata = JSON.stringify({ organizationId, address: 'grace@example.com' });
    const answer = await app.interact(submission(metadata, roles.editor.id, users.bob.id));
    expect(JSON.stringify(answer.body)).toContain('Only workspace admins');
    expect(changes(app)).toEqual([]);
  });

  it('does nothing for another organization than the one that the workspace is connected to', async () => {
    const app = await startWithAda();
    const metadata = JSON.stringify({ organizationId: 'other', address: 'ada@example.com' });
    const answer = await app.interact(submission(metadata, roles.editor.id));
    expect(JSON.stringify(answer.body)).toContain('nothing was changed');
    expect(changes(app)).toEqual([]);
  });

  it('answers under the field where the role is not offered', async () => {
    const app = await startWithAda();
    const metadata = JSON.stringify({ organizationId, address: 'ada@example.com' });
    const answer = await app.interact(submission(metadata, 'role-gone'));
    expect(answer.body).toMatchObject({
      response_action: 'errors',
      errors: { new_role: "This role can't be given from Slack any more. Choose another one." },
    });
  });
});
