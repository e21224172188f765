import type { ModalView } from '@slack/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slack } from '../../../src/limits.ts';
import { startApp, startInstallable } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { organizations } from '../../helpers/organizations.ts';
import { member, organizationId, roles, userIdOf } from '../../helpers/piper.ts';
import { acme, users } from '../../helpers/slack.ts';
import { elementsOf, option, pushedView } from '../../helpers/views.ts';

type App = Awaited<ReturnType<typeof startApp>>;

async function startWithAda() {
  const app = await startApp({
    beforeStart: (_, piper) => piper.members.push(member('ada@example.com', roles.viewer)),
  });
  app.forget();
  return app;
}
const privately = (app: App) =>
  eventually(() => {
    expect(app.said().privately).toHaveLength(1);
    return String(app.said().privately[0]);
  });
const changes = ({ journal }: App) => journal.of('PATCH member');
const modalOf = (call: Record<string, unknown> | undefined) => call?.view as ModalView;
const wordsOf = (view: unknown) => JSON.stringify((view as ModalView).blocks);

/** The form as it is opened about somebody. */
const formAbout = (address: string, organization = organizationId) => ({
  callback_id: 'role',
  private_metadata: JSON.stringify({ organizationId: organization, address }),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'new_role',
      label: { type: 'plain_text' as const, text: 'Role' },
      element: { type: 'static_select' as const, action_id: 'new_role', options: [] },
    },
  ],
});
const asEditor = { new_role: option(roles.editor.id, roles.editor.name) };

/** Types a command with a role, and confirms what is shown; gives what that says in the end. */
async function changeBy(app: App, text = 'role ada@example.com Editor') {
  const { view } = await app.submit(await app.open(text));
  return wordsOf(view);
}

describe('/piper-invite role', () => {
  it.each(['role ada@example.com editor', 'role Ada &lt;ada@example.com&gt; as "Editor"'])(
    'shows the person, from and to, and changes the role when that is confirmed: %s',
    async (text) => {
      const app = await startWithAda();
      const confirm = await app.open(text);
      expect(app.journal.names()[0]).toBe('slack views.open');
      expect(wordsOf(confirm)).toContain(
        'Change *ada@example.com* in *Acme Robotics* from *Viewer* to *Editor*?',
      );
      expect(confirm.submit?.text).toBe('Change role');
      expect(confirm.close?.text).toBe('Cancel');
      expect(changes(app)).toEqual([]);

      const answer = await app.submit(confirm);
      expect(answer).toMatchObject({ response_action: 'update', view: { clear_on_close: true } });
      expect(wordsOf(answer.view)).toContain(
        '*ada@example.com* is now *Editor* in *Acme Robotics* (was Viewer).',
      );
      expect(changes(app)).toEqual([
        { userId: userIdOf('ada@example.com'), role_id: roles.editor.id },
      ]);
      expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
    },
  );

  it.each([
    [
      'an unknown role',
      'role ada@example.com Pilot',
      /There is no role \\"Pilot\\"\. Choose from Admin, Editor or Viewer\./,
    ],
    [
      'the role that they have',
      'role ada@example.com viewer',
      /is already .* Nothing was changed\./,
    ],
    [
      'nobody in the list',
      'role eve@example.com Editor',
      /isn't in \*Acme Robotics\*'s member list/,
    ],
    ['somebody without an address', 'role <@U0NORA> Editor', /<@U0NORA> has no e-mail address/],
  ])('changes nothing with %s', async (_, text, words) => {
    const app = await startWithAda();
    const view = await app.open(text);
    expect(view.submit).toBeUndefined();
    expect(wordsOf(view)).toMatch(words);
    expect(changes(app)).toEqual([]);
  });

  it('is refused to those who may not invite', async () => {
    const app = await startWithAda();
    const refused = await app.open('role ada@example.com Editor', users.bob.id);
    expect(wordsOf(refused)).toContain('Only workspace admins and owners can');
    const confirm = await app.open('role ada@example.com Editor');
    const { view } = await app.submit(confirm, {}, { userId: users.bob.id });
    expect(wordsOf(view)).toContain('Only workspace admins and owners can');
    expect(changes(app)).toEqual([]);
  });

  it.each([
    [
      '403',
      [403, { detail: 'Missing permission: members:update' }],
      /The role of \*ada@example\.com\* wasn't changed\. This workspace's platform token may not change roles in Piper\..* Piper's words: \\"Missing permission: members:update\\"/,
    ],
    ['404', [404, { detail: 'gone' }], /Piper no longer has this person or this role\./],
    ['422', [422, { detail: 'no' }], /Piper didn't accept this role for them\./],
    ['an answer without sense', [500, 'x'], /wasn't changed\. Piper isn't answering\./],
  ] as const)('that Piper refuses with %s is told with the remedy', async (_, reply, words) => {
    const app = await startWithAda();
    app.piper.onChangeRole = () => [...reply] as [number, unknown];
    expect(await changeBy(app)).toMatch(words);
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
    expect(await changeBy(app)).toMatch(/\*ada@example\.com\* is now \*Editor\* in /);
    expect(attempts).toBeGreaterThan(1);
  });

  it('is in the record with from, to, by whom and from where', async () => {
    const app = await startWithAda();
    await changeBy(app);
    const details = expect.objectContaining({ from: 'Viewer', to: 'Editor' });
    const about = { action: 'role', actor: users.alice.id, subject: 'ada@example.com' };
    expect(app.record()).toMatchObject([
      { ...about, surface: 'form', outcome: 'requested', details },
      { ...about, surface: 'form', outcome: 'changed', details },
    ]);
  });
});

describe('a change that is confirmed', () => {
  it.each([
    [
      'another organization is connected',
      { target: { organizationId: 'other', address: 'ada@example.com' } },
      'nothing was changed',
    ],
    ['the role is gone', { to: 'role-gone' }, "This role can't be given from Slack any more."],
    [
      'they have another role than was shown',
      { from: roles.admin.id },
      '*ada@example.com* has another role in *Acme Robotics* by now: *Viewer*. Nothing was changed',
    ],
  ])('is decided again: %s', async (_, forged, words) => {
    const app = await startWithAda();
    const confirm = await app.open('role ada@example.com Editor');
    const metadata = { ...JSON.parse(confirm.private_metadata ?? ''), ...forged };
    const { view } = await app.submit({ ...confirm, private_metadata: JSON.stringify(metadata) });
    expect(wordsOf(view)).toContain(words);
    expect(changes(app)).toEqual([]);
  });

  it('is made once, however often it is pressed', async () => {
    const app = await startWithAda();
    const confirm = await app.open('role ada@example.com Editor');
    await app.submit(confirm);
    expect(wordsOf((await app.submit(confirm)).view)).toContain(
      'is already *Editor* in *Acme Robotics*. Nothing was changed.',
    );
    expect(changes(app)).toHaveLength(1);
  });
});

describe('a form that Piper keeps waiting', () => {
  it('leads to the confirmation on top of it as soon as Piper answers', async () => {
    const app = await startWithAda();
    const form = await app.open('role ada@example.com');
    const { held, release } = hold();
    onTestFinished(release);
    app.piper.beforeAnswer = () => held;
    shortenTimeouts(slack.lookupBeforeAnswer);
    const before = app.updates();
    const waiting = pushedView(await app.submit(form, asEditor));
    expect(wordsOf(waiting)).toContain('Asking Piper for the present role…');
    release();
    const confirm = await app.updatedView(before);
    expect(app.journal.of('views.update').at(-1)?.external_id).toBe(waiting.external_id);
    expect(wordsOf(confirm)).toContain('from *Viewer* to *Editor*?');
    expect(changes(app)).toEqual([]);
  });
});

describe('"Change role" beside somebody', () => {
  const posted = (app: App) =>
    eventually(() => {
      const [message] = app.journal.of('chat.postMessage');
      expect(message).toBeDefined();
      return message as Record<string, unknown>;
    });

  it('who is a member already opens a modal that names them, and changes the role', async () => {
    const app = await startWithAda();
    await app.command('ada@example.com as Editor');
    await privately(app);
    const [button] = elementsOf(app.journal.of('response_url')[0]);
    expect(button).toMatchObject({ type: 'button', text: { text: 'Change role' } });
    app.forget();

    await app.press(button ?? {});
    const modal = await eventually(() => {
      const [call] = app.journal.of('views.update');
      expect(call).toBeDefined();
      return modalOf(call);
    });
    expect(app.journal.names()[0]).toBe('slack views.open');
    expect(wordsOf(modal)).toContain('*ada@example.com* is in *Acme Robotics* as *Viewer*.');
    expect(changes(app)).toEqual([]);

    const confirm = pushedView(await app.submit(modal, asEditor));
    expect(wordsOf(confirm)).toContain(
      'Change *ada@example.com* in *Acme Robotics* from *Viewer* to *Editor*?',
    );
    expect(confirm.close?.text).toBe('Back');
    expect(changes(app)).toEqual([]);

    const answer = await app.submit(confirm);
    expect(answer).toMatchObject({ response_action: 'update', view: { clear_on_close: true } });
    expect(wordsOf(answer.view)).toContain(
      '*ada@example.com* is now *Editor* in *Acme Robotics* (was Viewer).',
    );
    expect(changes(app)).toHaveLength(1);
  });

  it('on the confirmation shows the change there, too', async () => {
    const app = await startWithAda();
    app.slack.on('chat.postMessage', () => ({ ok: true, channel: 'C0GENERAL', ts: '17.1' }));
    await app.command('grace@example.com as Viewer');
    const [button] = elementsOf(await posted(app));
    app.forget();
    await app.press(button ?? {});
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    const modal = modalOf(app.journal.of('views.update')[0]);
    expect(modal.private_metadata).toBe(formAbout('grace@example.com').private_metadata);

    await app.submit(pushedView(await app.submit(modal, asEditor)));
    const [changed] = app.journal.of('chat.update');
    expect(changed).toMatchObject({ channel: 'C0GENERAL', ts: '17.1' });
    expect(changed?.text).toMatch(
      /grace@example\.com is \*Editor\* now, changed by <@U0ALICE> <!date/,
    );
  });

  it('of several is in the row of each', async () => {
    const app = await startWithAda();
    await app.commandAndSend('grace@example.com joan@example.com as Viewer');
    const [, , joan] = ((await posted(app))?.blocks ?? []) as {
      accessory?: Record<string, unknown>;
    }[];
    expect(joan).toMatchObject({
      text: { text: '• joan@example.com: pending' },
      accessory: { accessibility_label: 'Change role of joan@example.com' },
    });
    app.forget();
    await app.press(joan?.accessory ?? {});
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    expect(wordsOf(modalOf(app.journal.of('views.update')[0]))).toContain('*joan@example.com*');
  });

  it('of a batch of another organization, or of none, opens no form', async () => {
    const app = await startInstallable();
    await app.install(acme);
    await app.connect({}, organizations.acme);
    await app.command('grace@example.com as Acme Editor');
    const [button] = elementsOf(await posted(app));
    await app.connect({}, organizations.globex);
    for (const [value, words] of [
      [button?.value, 'This workspace is connected to *Globex Inc.* now, so nothing was changed.'],
      ['no-such-batch 0', 'I no longer know whom this button is about.'],
    ]) {
      app.forget();
      await app.press({ ...button, value });
      await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
      expect(wordsOf(modalOf(app.journal.of('views.update')[0]))).toContain(words);
    }
  });

  it('does nothing for those who may not invite', async () => {
    const app = await startWithAda();
    await app.command('grace@example.com as Viewer');
    const [button] = elementsOf(await posted(app));
    app.forget();
    await app.press(button ?? {}, { userId: users.bob.id });
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    expect(wordsOf(modalOf(app.journal.of('views.update')[0]))).toContain('Only workspace admins');

    const by = { userId: users.bob.id };
    const answer = await app.submit(formAbout('grace@example.com'), asEditor, by);
    expect(JSON.stringify(answer)).toContain('Only workspace admins');
    expect(changes(app)).toEqual([]);
  });

  it('does nothing for another organization than the one that the workspace is connected to', async () => {
    const app = await startWithAda();
    const answer = await app.submit(formAbout('ada@example.com', 'other'), asEditor);
    expect(JSON.stringify(answer)).toContain('nothing was changed');
    expect(changes(app)).toEqual([]);
  });

  it('answers under the field where the role is not offered', async () => {
    const app = await startWithAda();
    const answer = await app.submit(formAbout('ada@example.com'), {
      new_role: option('role-gone'),
    });
    expect(answer).toMatchObject({
      response_action: 'errors',
      errors: { new_role: "This role can't be given from Slack any more. Choose another one." },
    });
  });
});
