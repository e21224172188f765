import { describe, expect, it } from 'vitest';
import { startInstallable, startUnconnected, type TestApp } from '../helpers/app.ts';
import { organizations } from '../helpers/organizations.ts';
import { acme, globex, users } from '../helpers/slack.ts';
import { option, wordsIn } from '../helpers/views.ts';

const { alice, bob } = users;

/** Slack says from now on that Alice is no admin any more. */
const demote = (app: TestApp) =>
  app.slack.on('users.info', () => ({ ok: true, user: { ...alice, is_admin: false } }));

describe('an admin who is one no more', () => {
  it('finds the settings closed that they have opened, and the connection as it was', async () => {
    const app = await startUnconnected();
    await app.connect();
    const settings = await app.open('settings');
    const disconnect = await app.open('disconnect');
    demote(app);
    for (const [form, filled] of [
      [settings, { who: option('members') }],
      [disconnect, {}],
    ] as const) {
      const { view } = await app.submit(form, filled);
      expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
    }
    expect(app.recorded().filter((action) => /settings|disconnect/.test(action))).toEqual([]);
    expect(app.rows('connections')).toBe(1);
  });

  it('cannot connect with the form that they have opened', async () => {
    const app = await startUnconnected();
    const form = await app.open('connect');
    demote(app);
    const { view } = await app.submit(form, { token: organizations.acme.token });
    expect(wordsIn(view)).toContain('Only a workspace admin or owner can change');
    expect(app.rows('pending_connections')).toBe(0);
  });

  it("cannot change anybody's role any more", async () => {
    const app = await startUnconnected();
    await app.connect();
    await app.invite('ada@example.com as Editor');
    const confirm = await app.open('role ada@example.com Viewer');
    expect(confirm.submit?.text).toBe('Change role');
    demote(app);
    app.forget();
    const { view } = await app.submit(confirm);
    expect(wordsIn(view)).toMatch(/[Oo]nly .*admin/);
    expect(wordsIn(await app.open('role ada@example.com Viewer'))).toMatch(/[Oo]nly .*admin/);
    await app.finish();
    expect(app.journal.names().filter((name) => /piper (PATCH|PUT|POST)/.test(name))).toEqual([]);
  });
});

describe('somebody whom the settings of the process name for one workspace', () => {
  it('may connect there, and nowhere else', async () => {
    const app = await startInstallable({ env: { PIPER_INVITE_ADMINS: `T0ACME/${bob.id}` } });
    await app.install(acme);
    await app.install(globex);
    expect(wordsIn(await app.in(acme).open('connect', bob.id))).toContain('platform token');
    expect(wordsIn(await app.in(globex).open('connect', bob.id))).toContain(
      'Only a workspace admin or owner can change',
    );
  });
});
