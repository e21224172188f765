import { describe, expect, it } from 'vitest';
import { startApp, startInstallable, startUnconnected } from '../../helpers/app.ts';
import {
  buttonOf,
  elsewhere,
  partlyFailed,
  press,
  startUmbrella,
} from '../../helpers/batch-buttons.ts';
import { eventually } from '../../helpers/eventually.ts';
import { organizations } from '../../helpers/organizations.ts';
import { pressed } from '../../helpers/payloads.ts';
import { acme, users } from '../../helpers/slack.ts';

const notFound =
  "I can't find these invites in this workspace: they may have been sent from another one. Nothing was sent again. Open the form to invite the same people from here.";

describe('Try again', () => {
  it('sends again what did not work, and takes its button away', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members').map(({ email }) => email)).toEqual([
      'p1@example.com',
      'p2@example.com',
    ]);
    const replaced = app.journal.of('response_url').find((body) => body.replace_original);
    expect(replaced?.text).toContain(
      "Sending again to 2 people. I'll tell you what becomes of it.",
    );
    expect(JSON.stringify(replaced?.blocks)).not.toContain('retry_batch');
    expect(app.said().inChannel).toEqual([expect.stringContaining('invited 2 people')]);
    // Pressed where the confirmation is, nobody needs to hear where it is.
    expect(app.said().privately).toEqual([String(replaced?.text)]);
  });

  it('says where the confirmation is to whoever pressed it somewhere else', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    const button = pressed({ action_id: 'retry_batch', value: batchId });
    await app.interact({ ...button, channel: { id: 'D0ALICE', name: 'directmessage' } });
    await app.finish();
    expect(app.said().privately.at(-1)).toContain('The confirmation is in <#C0GENERAL>.');
  });

  it('pressed many times at once sends once', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await Promise.all(Array.from({ length: 10 }, () => press(app, 'retry_batch', batchId)));
    await app.finish();
    expect(app.journal.of('POST members')).toHaveLength(2);
    expect(app.piper.addresses().filter((email) => email === 'p1@example.com')).toHaveLength(1);
  });

  it('works after a restart', async () => {
    const { app: first, batchId } = await partlyFailed();
    await first.finish();
    const { outside, directory } = first;
    const app = await startApp({ outside, directory });
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members').map(({ email }) => email)).toEqual([
      'p1@example.com',
      'p2@example.com',
    ]);
  });

  it('is refused to who may not invite, and the button stays', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    await press(app, 'retry_batch', batchId, { userId: users.bob.id });
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately[0]).toContain('Only workspace admins and owners can invite');
    expect(app.journal.of('response_url').some((body) => body.replace_original)).toBe(false);
  });

  it('sends nothing where the role is gone', async () => {
    const { app, batchId } = await partlyFailed();
    app.piper.roles = app.piper.roles.filter(({ name }) => name !== 'Editor');
    app.clock.now += 3_600_000;
    app.forget();
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately[0]).toContain('There is nothing left here');
  });

  it('is not offered where the address or the role itself is wrong', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [422, { detail: [{ loc: ['body', 'email'], msg: 'bad', type: 'x' }] }];
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(buttonOf(app, 'retry_batch')).toBeUndefined();
  });

  it.each(elsewhere)('pressed in %s sends nothing, and says why', async (_case, place, at) => {
    const umbrella = await startUmbrella(place);
    const { app } = umbrella;
    const { batchId } = await partlyFailed(umbrella);
    app.forget();
    await press(app.in(place, at), 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said()).toEqual({ inChannel: [], directly: [], privately: [notFound] });
  });

  it('of a batch that there is not says the same', async () => {
    const app = await startApp();
    await press(app, 'retry_batch', 'no-such-batch');
    await app.finish();
    expect(app.said().privately).toEqual([notFound]);
  });

  it('sends nothing to another organization than the first time', async () => {
    const app = await startInstallable();
    await app.install(acme);
    const from = app.in(acme);
    await from.connect({}, organizations.acme);
    const { batchId } = await partlyFailed({ app, from, role: 'Acme Editor' });
    await from.connect({}, organizations.globex);
    await press(from, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately).toEqual([
      'Nothing was sent again: this workspace has been connected to *Globex Inc.* since. Open the form to invite the same people there.',
    ]);
    expect(app.journal.of('response_url').some((body) => body.replace_original)).toBe(false);
  });

  it('sends nothing to domains that are no longer allowed', async () => {
    const app = await startUnconnected();
    await app.connect();
    const { batchId } = await partlyFailed({ app });
    await app.connect({ domains: 'acme.example' });
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([]);
    expect(app.said().privately[0]).toContain('There is nothing left here');
  });

  it('sends nothing where Piper does not tell its roles, says so, and stays', async () => {
    const { app, batchId } = await partlyFailed();
    app.clock.now += 3_600_000;
    app.piper.onGet = (name) => (name === 'roles' ? [418, 'no'] : undefined);
    app.forget();
    await press(app, 'retry_batch', batchId);
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    const [said = ''] = app.said().privately;
    expect(said).toMatch(/^Nothing was sent again\. .*\nref \w{6}$/);
    expect(app.logged('roles could not be looked up', `"${said.slice(-6)}"`)).toHaveLength(1);
    expect(app.journal.of('response_url').some((body) => body.replace_original)).toBe(false);
    app.piper.onGet = undefined;
    await press(app, 'retry_batch', batchId);
    await app.finish();
    expect(app.journal.of('POST members')).toHaveLength(2);
  });

  it('answers by direct message where Slack gives no other way', async () => {
    const { app, batchId } = await partlyFailed();
    app.forget();
    const button = { type: 'button', action_id: 'retry_batch', value: batchId };
    await app.interact({ ...pressed(button), response_url: undefined });
    await app.finish();
    expect(app.journal.of('POST members')).toHaveLength(2);
    expect(app.said().directly).toEqual([expect.stringContaining('Sending again to 2 people.')]);
  });
});
