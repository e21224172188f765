import { describe, expect, it } from 'vitest';
import { startApp, startInstallable, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { eventBody } from '../../helpers/payloads.ts';
import { requestKinds, wordsOfAnswer } from '../../helpers/request-kinds.ts';
import { slackBody } from '../../helpers/signed-request.ts';
import { acme, globex, type Place } from '../../helpers/slack.ts';

const notHere = "piper-invite isn't set up for this workspace. Its admins can install it.";
const nothingDone =
  'Something went wrong on our side; nobody was invited and nothing was changed. Try again, or give your admin this reference.';

const { command, shortcut, messageShortcut, submission, button, menu } = requestKinds;

/** Everything from there is answered, as far as there is a way to answer, and has no effect. */
async function expectRefused(app: TestApp, place: Place): Promise<void> {
  app.forget();
  const ofCommand = await command(app, place);
  expect(ofCommand).toMatchObject({ status: 200, body: { response_type: 'ephemeral' } });
  expect(wordsOfAnswer(ofCommand)).toBe(notHere);
  const ofSubmission = await submission(app, place);
  expect(ofSubmission).toMatchObject({ status: 200, body: { response_action: 'update' } });
  expect(wordsOfAnswer(ofSubmission)).toContain(notHere);
  for (const silent of [button, shortcut, messageShortcut]) {
    expect(await silent(app, place)).toEqual({ status: 200, body: '' });
  }
  expect(await menu(app, place)).toEqual({ status: 200, body: { options: [] } });
  await app.finish();
  expect(app.journal.calls).toEqual([]);
}

/** A process for one workspace, whose token Slack says is of Acme in this Enterprise organization. */
const startInEnterprise = (enterpriseId: string, teamId = 'T0ACME', isOrgWide = true) =>
  startApp({
    beforeStart: (slack) =>
      slack.on('auth.test', () => ({
        ok: true,
        team_id: teamId,
        team: 'Acme',
        enterprise_id: enterpriseId,
        is_enterprise_install: isOrgWide,
        user_id: 'U0PIPER',
        bot_id: 'B0PIPER',
      })),
  });
const sibling: Place = { ...globex, enterpriseId: 'E0ACME' };

describe('a process for one workspace', () => {
  it('serves that', async () => {
    const app = await startApp();
    expect(await menu(app)).toMatchObject({ body: { options: [{ value: expect.any(String) }] } });
  });

  it('refuses another workspace', async () => {
    await expectRefused(await startApp(), globex);
  });

  it('refuses a workspace of an Enterprise organization where its own is in none', async () => {
    await expectRefused(await startApp(), sibling);
  });
});

describe('a process for one workspace of an Enterprise organization', () => {
  const start = () => startInEnterprise('E0ACME', 'T0ACME', false);

  it('serves that', async () => {
    const app = await start();
    const { body } = await app.in({ ...acme, enterpriseId: 'E0ACME' }).command('help');
    expect(wordsOfAnswer({ body })).toContain('Questions about the app go to');
  });

  it('refuses the other workspaces of it, of which its token is not', async () => {
    await expectRefused(await start(), sibling);
  });
});

describe('a process for an Enterprise organization', () => {
  it('serves every workspace of it', async () => {
    const app = await startInEnterprise('E0ACME', 'E0ACME');
    for (const place of [{ ...acme, enterpriseId: 'E0ACME' }, sibling]) {
      const { body } = await app.in(place).command('help');
      expect(wordsOfAnswer({ body })).toContain('Questions about the app go to');
    }
  });

  it.each([
    ['of another one', { ...globex, enterpriseId: 'E0OTHER' }],
    ['of none', globex],
  ])('refuses a workspace %s', async (_case, place) => {
    await expectRefused(await startInEnterprise('E0ACME', 'E0ACME'), place);
  });
});

describe('a process for many workspaces', () => {
  it('refuses those in which the app is not installed', async () => {
    const app = await startInstallable();
    await app.install(globex);
    await expectRefused(app, acme);
  });

  it('refuses a workspace of another Enterprise organization than where it is installed', async () => {
    const app = await startInstallable();
    const place: Place = { ...globex, enterpriseId: 'E0ACME', isOrgWide: true };
    await app.install(place);
    await eventually(() => expect(app.journal.everOf('chat.postMessage')).toHaveLength(1));
    app.forget();
    await expectRefused(app, { ...place, teamIds: ['T0OTHER'], enterpriseId: 'E0OTHER' });
  });

  it('answers events from where it is not installed, and hears that it was taken out there', async () => {
    const app = await startInstallable();
    const at = app.clock.now;
    const unknown = eventBody(at, { type: 'app_home_opened', user: 'U0ALICE' });
    expect((await app.send(slackBody('event', unknown))).status).toBe(200);
    await app.uninstall(at);
    expect(app.logged('app was uninstalled')).toHaveLength(1);
  });

  it('says that nothing was done, with a reference, where it cannot look up whether it is installed', async () => {
    const app = await startInstallable();
    await app.install(acme);
    app.dropTable('installations');
    app.forget();
    for (const send of [command, submission]) {
      const words = wordsOfAnswer(await send(app)) ?? '';
      expect(words).toContain(nothingDone);
      const reference = /ref (\w{6})/.exec(words)?.[1];
      expect(app.logged('installation could not be looked up', `"${reference}"`)).toHaveLength(1);
    }
    expect(await button(app)).toEqual({ status: 200, body: '' });
    expect(await menu(app)).toEqual({ status: 200, body: { options: [] } });
    await app.finish();
    expect(app.journal.calls).toEqual([]);
  });
});
