import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { users } from '../../helpers/slack.ts';
import { elementsOf } from '../../helpers/views.ts';

type App = Awaited<ReturnType<typeof startApp>>;

/** The private answer to `text`. */
async function answerTo(app: App, text: string, fields: Record<string, string> = {}) {
  app.forget();
  await app.command(text, fields);
  await eventually(() => expect(app.said().privately).toHaveLength(1));
  return String(app.said().privately[0]);
}
const invite = async (app: App, text: string) => {
  app.forget();
  await app.command(text);
  await eventually(() => expect(app.said().inChannel).toHaveLength(1));
};

describe('/piper-invite list', () => {
  it('says so where nobody is pending', async () => {
    const app = await startApp();
    expect(await answerTo(app, 'list')).toContain('Nobody is pending in *Acme Robotics*');
  });

  it('shows who is pending, newest first, a page at a time, in the place of the last one', async () => {
    const app = await startApp();
    await invite(app, 'p0@example.com as Viewer');
    const [earlier] = app.piper.members.filter(({ user }) => user.email === 'p0@example.com');
    Object.assign(earlier?.user ?? {}, { invited_at: '2026-11-24T09:00:00Z' });
    app.clock.now += 60_000;
    await app.submitAndSend({
      addresses: Array.from({ length: 12 }, (_, at) => `q${at}@example.com`).join(' '),
    });
    await eventually(() => expect(app.said().inChannel).toHaveLength(2));

    const first = await answerTo(app, 'list');
    expect(first).toMatch(/^13 people are pending in \*Acme Robotics\*, the newest first\.\n/);
    expect(first).toMatch(
      /• q\d+@example\.com as \*Editor\*, pending since <!date.*>, invited from Slack by <@U0ALICE>/,
    );
    // Those of one moment as Piper has them.
    const batch = app.piper.members
      .map(({ user }) => user.email)
      .filter((email) => /^q/.test(email));
    expect([...first.matchAll(/q\d+@example\.com/g)].flat()).toEqual(batch.slice(0, 10));
    expect(first).not.toContain('p0@');
    expect(first).toMatch(/1–10 of 13$/);
    const [message] = app.journal.of('response_url');
    const [older, ...none] = elementsOf(message);
    expect(none).toEqual([]);

    app.forget();
    await app.press(older ?? {});
    await eventually(() => expect(app.journal.of('response_url')).toHaveLength(1));
    const [second] = app.journal.of('response_url');
    expect(second).toMatchObject({ replace_original: true, response_type: 'ephemeral' });
    expect(second?.text).toMatch(/• p0@example\.com as \*Viewer\*.*\n11–13 of 13$/);
    const buttons = elementsOf(second);
    expect(buttons).toMatchObject([{ text: { text: 'Newer' }, value: '0' }]);

    app.forget();
    await app.press(buttons[0] ?? {}, { userId: users.bob.id });
    await eventually(() => expect(app.journal.of('response_url')).toHaveLength(1));
    expect(app.journal.of('response_url')[0]?.text).toMatch(/^Only workspace admins/);
  });
});
