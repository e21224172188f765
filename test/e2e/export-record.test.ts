import { describe, expect, it } from 'vitest';
import {
  type Options,
  startApp,
  startInstallable,
  startUnconnected,
  type TestApp,
} from '../helpers/app.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { eventually } from '../helpers/eventually.ts';
import { homeAfter, openHome, pressable, readHome } from '../helpers/home.ts';
import { organizations } from '../helpers/organizations.ts';
import { brokenIn, readRecordFile } from '../helpers/record-file.ts';
import { acme, globex, users } from '../helpers/slack.ts';
import { takesFiles } from '../helpers/takes-files.ts';

const { alice, bob, gina, stranger } = users;

async function start(options: Options = {}): Promise<TestApp> {
  const app = await startUnconnected({ beforeStart: takesFiles, ...options });
  await app.connect();
  return app;
}

/** Presses [Export the record], as whoever has the button, or had it; gives what their Home says first. */
async function press(app: TestApp, userId: string): Promise<string | undefined> {
  const home = await openHome(app, userId);
  const after = await homeAfter(app, userId, () =>
    app.press({ action_id: 'export_record' }, { home, userId }),
  );
  return readHome(after)[0];
}

const exportsIn = (app: TestApp) =>
  app.record().flatMap(({ action, ...entry }) => (action === 'export' ? [entry] : []));

const sent = (app: TestApp) =>
  eventually(() => {
    expect(exportsIn(app).at(-1)?.outcome).not.toBe('requested');
    return app.slack.uploads.flatMap(readRecordFile);
  });

describe('the record', () => {
  it('comes to whoever may connect as a file that proves itself, and the record says so', async () => {
    const app = await start();
    await app.submitInvite({ addresses: '+ada@example.com' });
    await eventually(() => expect(app.recorded()).toContain('T0ACME invite'));
    const before = app.record();
    expect(await press(app, alice.id)).toBe(
      `The record of this workspace comes to you in a direct message, as CSV: ${before.length} entries.`,
    );
    const rows = await sent(app);
    expect(rows.map(({ what, address }) => [what, address])).toEqual(
      before.map(({ action, subject }) => [action, subject.includes('@') ? subject : '']),
    );
    expect(brokenIn(rows)).toEqual([]);
    expect(rows[0]).toMatchObject({ workspace: 'T0ACME', number: '1', who: alice.id });
    expect(rows[0]?.time).toBe(new Date(before[0]?.at ?? 0).toISOString());
    expect(app.slack.uploads[0]).toContain(",'+ada@example.com,");
    const size = { rows: `${before.length}` };
    const about = { workspace: 'T0ACME', actor: alice.id, subject: 'T0ACME', surface: 'button' };
    expect(exportsIn(app)).toMatchObject([
      { ...about, outcome: 'requested', details: { what: 'record', ...size } },
      { ...about, outcome: 'done', details: { what: 'record', ...size } },
    ]);
    expect(app.said().directly).toEqual([
      'The file below is the record of this workspace: who did what, until you asked for it.',
    ]);
    expect(app.journal.of('files.completeUploadExternal')).toMatchObject([
      { channel_id: `D-${alice.id}` },
    ]);
  });

  it('is given to nobody else, whatever they press', async () => {
    const app = await start();
    changeSettings(app, { whoMayInvite: { kind: 'chosen', userIds: [bob.id], userGroupIds: [] } });
    const button = async (userId: string) =>
      pressable(await openHome(app, userId)).some(({ action_id }) => action_id === 'export_record');
    expect(await button(alice.id)).toBe(true);
    for (const userId of [bob.id, gina.id, stranger.id]) expect(await button(userId)).toBe(false);
    expect(await press(app, bob.id)).toBe(
      'Only workspace admins and owners can export the record and the history. Ask one of them.',
    );
    for (const userId of [gina.id, stranger.id]) await press(app, userId);
    await app.stop();
    expect(exportsIn(app)).toEqual([]);
    expect(app.slack.uploads).toEqual([]);
  });

  it('is that of the workspace where somebody asks, and of no other', async () => {
    const app = await startInstallable({ beforeStart: takesFiles });
    await app.install(acme);
    await app.install(globex);
    await app.connect({}, organizations.acme);
    await press(app, alice.id);
    const rows = await sent(app);
    expect(new Set(rows.map(({ workspace }) => workspace))).toEqual(new Set([acme.teamIds[0]]));
    expect(app.recorded().some((entry) => entry.startsWith('T0GLOBEX'))).toBe(true);
  });

  it('is not sent where the person may no longer have it when the file is ready', async () => {
    const app = await start();
    const home = await openHome(app, alice.id);
    let asked = 0;
    app.slack.on('users.info', () => {
      asked += 1;
      return { ok: true, user: { ...alice, is_admin: asked === 1 } };
    });
    app.clock.now += 3_600_000;
    await app.press({ action_id: 'export_record' }, { home, userId: alice.id });
    await eventually(() => expect(exportsIn(app)).toHaveLength(2));
    expect(exportsIn(app).at(-1)).toMatchObject({
      outcome: 'failed',
      details: { rows: '0', why: 'not_allowed' },
    });
    expect(app.slack.uploads).toEqual([]);
    expect(app.said().directly).toEqual([
      'The record of this workspace is not exported, since you may no longer have it. Ask a workspace admin.',
    ]);
  });

  it('is left to the operator where files can not be sent', async () => {
    const app = await start({ beforeStart: () => {} });
    expect(await press(app, alice.id)).toBe(
      "I can't send files here. Whoever runs the app can give it `files:write` in Slack and install it again, or export the record with `npm start -- export --workspace T0ACME --record FILE`.",
    );
    expect(exportsIn(app)).toEqual([]);
  });

  it('can be had where the settings of the process connect the workspace', async () => {
    const app = await startApp({ beforeStart: takesFiles });
    expect(await press(app, alice.id)).toBe(
      'Nothing is in the record of this workspace yet, so there is nothing to export.',
    );
    await app.submitInvite({ addresses: 'ada@example.com' });
    await press(app, alice.id);
    expect(await sent(app)).not.toEqual([]);
  });
});
