import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startUnconnected, type TestApp } from '../helpers/app.ts';
import type { Filled } from '../helpers/payloads.ts';
import { roles } from '../helpers/piper.ts';
import { users } from '../helpers/slack.ts';
import { elementIn, option } from '../helpers/views.ts';

const editor = option(roles.editor.id, roles.editor.name);
const viewer = option(roles.viewer.id, roles.viewer.name);

async function connectedWith(settings: Filled) {
  const app = await startUnconnected();
  await app.connect(settings);
  return app;
}

/** Submits the form with one address. */
const send = (app: TestApp, form: ModalView, filled: Filled = {}, userId = users.alice.id) =>
  app.submit(
    form,
    { addresses: 'ada@acme.example', role: editor, channel: 'C0GENERAL', ...filled },
    { userId },
  );

describe('the roles that may be given', () => {
  const settings = { roles: [viewer], default_role: viewer };

  it('are all that the form offers', async () => {
    const app = await connectedWith(settings);
    expect(elementIn(await app.open(''), 'role')).toMatchObject({
      options: [{ value: viewer.value }],
    });
  });

  it('are checked when the form is sent', async () => {
    const app = await connectedWith(settings);
    const { errors } = await send(app, await app.open(''), { role: editor });
    expect(errors?.role).toBe(
      "The role Editor can't be given from Slack any more. Close the form and open it again.",
    );
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it('are checked when it is typed', async () => {
    const app = await connectedWith(settings);
    await app.invite('ada@example.com as Editor');
    expect(app.said().privately).toEqual([
      'There is no role "Editor". Choose from Viewer.\nNobody was invited.',
    ]);
    await app.invite('ada@example.com as Viewer');
    expect(app.piper.added).toBe(1);
  });

  it('begin with the one that was chosen', async () => {
    const app = await connectedWith({ default_role: editor });
    const { options, initial_option } = elementIn(await app.open(''), 'role') as {
      options: object[];
      initial_option: object;
    };
    expect(options).toHaveLength(3);
    expect(initial_option).toMatchObject({ value: roles.editor.id });
  });
});

describe('the domains that may be invited', () => {
  it('are checked when the form is sent, each under its field', async () => {
    const app = await connectedWith({ domains: 'acme.example' });
    const { errors } = await send(app, await app.open(''), {
      addresses: 'eve@evil.example, grace@sub.acme.example',
    });
    expect(errors).toEqual({
      addresses:
        'eve@evil.example and grace@sub.acme.example: only addresses of acme.example can be invited from here. Ask a workspace admin about others.',
    });
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it('are checked when it is typed, whatever the case', async () => {
    const app = await connectedWith({ domains: 'acme.example' });
    await app.invite('eve@evil.example as Editor');
    expect(app.said().privately).toEqual([
      expect.stringContaining('only addresses of acme.example'),
    ]);
    await app.invite('ada@ACME.example as Editor');
    expect(app.piper.added).toBe(1);
  });
});

describe('the channel for confirmations', () => {
  it('is the one that the form begins with', async () => {
    const app = await connectedWith({ settings_channel: 'C0TEAM' });
    expect(elementIn(await app.open(''), 'channel')).toMatchObject({
      initial_conversation: 'C0TEAM',
    });
  });

  it('gets those of typed invites, by the bot and not through the place where they were typed', async () => {
    const app = await connectedWith({ settings_channel: 'C0TEAM' });
    await app.invite('ada@example.com as Editor');
    expect(app.journal.of('chat.postMessage')).toMatchObject([{ channel: 'C0TEAM' }]);
    const loud = app.journal
      .of('response_url')
      .filter((body) => body.response_type !== 'ephemeral');
    expect(loud).toEqual([]);
  });
});
