import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { joined, member, roles } from '../../helpers/piper.ts';
import { users } from '../../helpers/slack.ts';

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

describe('/piper-invite status with somebody', () => {
  it('says how they stand in Piper, and what became of their invite', async () => {
    const app = await startApp();
    await invite(app, '<@U0BOB> as Editor');
    const words =
      /^<@U0BOB> is invited to \*Acme Robotics\* as \*Editor\* and pending since .*\.\n<@U0ALICE> invited them .*, as \*Editor\*\. Piper took the invite\.$/;
    expect(await answerTo(app, 'status <@U0BOB|bob>')).toMatch(words);
    expect(await answerTo(app, 'status BOB@acme.example')).toMatch(
      /^\*BOB@acme\.example\* is invited/,
    );
  });

  it('says so where nobody invited them, and where they are not there', async () => {
    const app = await startApp();
    app.piper.members.push(member('joan@example.com', roles.viewer, joined));
    expect(await answerTo(app, 'status joan@example.com')).toBe(
      '*joan@example.com* has joined *Acme Robotics* as *Viewer*.\nNobody has invited them from Slack.',
    );
    expect(await answerTo(app, 'status ada@example.com')).toBe(
      "*ada@example.com* isn't in *Acme Robotics*'s member list.\nNobody has invited them from Slack.",
    );
  });

  it.each(['status ada@example.com', 'list'])(
    'shows in the confirmation, too, that they are gone from Piper: %s',
    async (look) => {
      const app = await startApp();
      await invite(app, 'ada@example.com as Editor');
      app.piper.members.splice(
        app.piper.members.findIndex(({ user }) => user.email === 'ada@example.com'),
        1,
      );
      app.clock.now += 60_000;
      const answer = await answerTo(app, look);
      await eventually(() => expect(app.journal.of('chat.update')).toHaveLength(1));
      expect(app.journal.of('chat.update')[0]?.text).toMatch(/Removed from Piper, seen on/);
      expect(answer).not.toContain('pending since');
      expect(await answerTo(app, 'status ada@example.com')).toMatch(
        /isn't in \*Acme Robotics\*'s member list\.\n.*They were removed from Piper, as I saw/,
      );
    },
  );

  it('says why an invite failed', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [422, { detail: [{ loc: ['body', 'email'], msg: 'bad <mail>' }] }];
    await app.command('ada@example.com as Editor');
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(await answerTo(app, 'status ada@example.com')).toContain(
      'It failed. Piper doesn\'t accept the address. Check the spelling and send it again. Piper\'s words: "email: bad &lt;mail&gt;"',
    );
  });

  it('says what it knows while Piper shows nothing', async () => {
    const app = await startApp();
    await invite(app, 'ada@example.com as Editor');
    app.piper.onGet = () => [403, { detail: 'No' }];
    expect(await answerTo(app, 'status ada@example.com')).toMatch(
      /^I can't see how \*ada@example\.com\* stands in Piper right now\. .*\n<@U0ALICE> invited them/,
    );
  });

  it('is for those who may invite', async () => {
    const app = await startApp();
    for (const text of ['status ada@example.com', 'list']) {
      expect(await answerTo(app, text, { user_id: users.bob.id })).toBe(
        'Only workspace admins and owners can see who was invited to Piper from this workspace. Ask one of them.',
      );
    }
    expect(app.journal.of('GET members')).toEqual([]);
  });

  it('says so where a mention has no address', async () => {
    const app = await startApp();
    expect(await answerTo(app, 'status <@U0NORA>')).toBe(
      '<@U0NORA> has no e-mail address in Slack. Type the address instead.',
    );
  });
});
