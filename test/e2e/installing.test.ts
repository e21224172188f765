import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { seedTokens } from '../sandbox/piper/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { connect, install } from '../sandbox/settle.ts';
import { channels, globexChannels, globexUsers, users } from '../sandbox/slack/seed.ts';

/** The product in many workspaces, as the sandbox runs it: a strict Slack, in which each token reaches its own workspace only. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 60_000);
afterAll(() => sandbox.stop());

const { hank } = globexUsers;
const { alice } = users;

const type = (as: string, channel: string, text: string) =>
  sandbox.slack.act(as, { type: 'command', channel, text });
const said = (as: string, channel: string) =>
  (sandbox.slack.screen(as).messages[channel] ?? []).map(({ text }) => text);
const membersOf = (name: string) =>
  sandbox.piper
    .screen()
    .organizations.find((organization) => organization.name === name)
    ?.members.map(({ email }) => email);

describe('two workspaces', () => {
  it('each invite into their own organization, with their own token, and are told in their own channel', async () => {
    await install(sandbox.installUrl(), hank);
    await connect(sandbox.slack, hank, seedTokens.expiring);
    await Promise.all([
      type(alice, channels.general, 'ada@example.com as Editor'),
      type(hank, globexChannels.general, 'lin@example.com as Viewer'),
    ]);
    await eventually(() => {
      expect(said(alice, channels.general)).toEqual([
        expect.stringContaining('invited *ada@example.com* to *Acme Robotics* as *Editor*'),
      ]);
      expect(said(hank, globexChannels.general)).toEqual([
        expect.stringContaining('invited *lin@example.com* to *Globex* as *Viewer*'),
      ]);
    });
    expect(membersOf('Acme Robotics')).toContain('ada@example.com');
    expect(membersOf('Acme Robotics')).not.toContain('lin@example.com');
    expect(membersOf('Globex')).toContain('lin@example.com');
    expect(membersOf('Globex')).not.toContain('ada@example.com');
  });

  it('have nothing left of an installation that ended when the app comes back', async () => {
    await install(sandbox.installUrl(), hank);
    await connect(sandbox.slack, hank, seedTokens.expiring);
    await sandbox.slack.act(hank, { type: 'uninstall' });
    await install(sandbox.installUrl(), hank);
    const before = said(hank, globexChannels.random).length;
    await type(hank, globexChannels.random, 'eve@example.com as Viewer');
    await eventually(() =>
      expect(said(hank, globexChannels.random).slice(before)).toEqual([
        expect.stringContaining("This workspace isn't connected to Piper yet"),
      ]),
    );
    expect(membersOf('Globex')).not.toContain('eve@example.com');
  });
});

describe('a workspace that allows only what is necessary', () => {
  it('is told in the settings why user groups cannot be chosen', async () => {
    const settings = async () => {
      await type(alice, channels.general, 'settings');
      return eventually(() => {
        const modal = sandbox.slack.screen(alice).modals.at(-1);
        const words = JSON.stringify(modal?.view);
        if (!modal || !words.includes('Who may invite')) throw new Error('the form is not there');
        return {
          words,
          close: () => sandbox.slack.act(alice, { type: 'close', viewId: modal.id }),
        };
      });
    };
    const before = await settings();
    expect(before.words).toContain('Hiring managers');
    await before.close();

    await install(sandbox.installUrl(), alice, 'necessary');
    const after = await settings();
    expect(after.words).not.toContain('Hiring managers');
    expect(after.words).toContain("User groups can't be chosen");
  });
});
