import { describe, expect, it } from 'vitest';
import { startAnHourAgo, startApp } from '../helpers/app.ts';
import type { FakePiper } from '../helpers/piper-api.ts';
import { users } from '../helpers/slack-api.ts';

type OnAdd = NonNullable<FakePiper['onAdd']>;

const ada = '*ada@example.com*';
const acme = '*Acme Robotics*';
const confirmed = [
  expect.stringMatching(
    /^<@U0ALICE> invited \*ada@example\.com\* to \*Acme Robotics\* as \*Editor\*\./,
  ),
];
const members = (app: { piper: FakePiper }) =>
  app.piper.members.filter(({ user }) => (user as { email: string }).email === 'ada@example.com');

/** A text with the reference that stands at its end, as private failures have it. */
const withReference = (text: string) =>
  expect.stringMatching(
    new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\nref \\w{6}$`),
  );

async function invite(onAdd: OnAdd, options: Parameters<typeof startApp>[0] = {}) {
  const app = await startApp(options);
  app.piper.onAdd = onAdd;
  app.forget();
  await app.command('ada@example.com as Editor');
  await app.finish();
  return app;
}

describe('an invite that Piper refuses', () => {
  const refusals: [string, OnAdd, string][] = [
    [
      '401',
      () => [401, { detail: 'Invalid token' }],
      `${ada} wasn't invited to ${acme}. Piper no longer accepts this workspace's platform token. Ask whoever connected the workspace to Piper to renew it.`,
    ],
    [
      '403',
      () => [403, { detail: 'Missing permission: members:create' }],
      `${ada} wasn't invited to ${acme}. This workspace's platform token may not do that in Piper. Whoever connected the workspace to Piper can use one that may add members. Piper's words: "Missing permission: members:create"`,
    ],
    [
      '404',
      () => [404, { detail: 'Role not found' }],
      `${ada} wasn't invited to ${acme}. Piper no longer has this role or this organization. Open the form again and choose from the roles that it has now. Piper's words: "Role not found"`,
    ],
    [
      '409 without the person in the list',
      () => [409, { detail: 'User <exists>' }],
      `${ada} wasn't invited to ${acme}. Piper says that it has this address already, but its member list doesn't show it. An admin of the organization can look in Piper. Piper's words: "User &lt;exists&gt;"`,
    ],
    [
      '422 about the role',
      () => [422, { detail: [{ loc: ['body', 'role_id'], msg: 'not allowed', type: 'x' }] }],
      `${ada} wasn't invited to ${acme}. Piper no longer gives this role. Open the form again and choose another one. Piper's words: "role_id: not allowed"`,
    ],
    [
      '429 for longer than anybody waits',
      () => [429, { detail: 'Slow down' }, { 'retry-after': '600' }],
      `${ada} wasn't invited to ${acme}. Piper takes no more requests for now. Send it again in 10 minutes.`,
    ],
    [
      'a redirect',
      () => [307, '', { location: 'https://elsewhere.example/' }],
      `${ada} wasn't invited to ${acme}. Piper gave an answer that I don't understand. Send it again in a few minutes, or give your admin the reference below.`,
    ],
  ];

  it.each(refusals)(
    'with %s is told to the inviter alone, with the remedy',
    async (_, onAdd, words) => {
      const app = await invite(onAdd);
      expect(app.said()).toEqual({
        inChannel: [],
        privately: [withReference(words)],
        directly: [],
      });
      expect(app.piper.added).toBe(1);
      expect(members(app)).toEqual([]);
    },
  );

  it('spares the others when it concerns everybody', async () => {
    const app = await startApp();
    app.piper.onAdd = () => [403, { detail: 'No' }];
    const addresses = Array.from({ length: 12 }, (_, at) => `p${at}@example.com`).join(' ');
    await app.submit({ addresses });
    await app.finish();
    expect(app.piper.added).toBeLessThanOrEqual(4);
    expect(app.said().privately[0]).toContain("12 people weren't invited to *Acme Robotics*.");
    expect(app.said().privately[0]).toContain('• p11@example.com');
  });
});

describe('an invite that Piper asks to wait for', () => {
  it.each([
    ['seconds', () => '2'],
    ['an HTTP date', () => new Date(Date.now() + 2_000).toUTCString()],
  ])('is sent again after a Retry-After in %s', async (_, retryAfter) => {
    const app = await invite((keep, tries) =>
      tries === 1 ? [429, { detail: 'Slow down' }, { 'retry-after': retryAfter() }] : [200, keep()],
    );
    expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
    expect(app.waits).toHaveLength(1);
    expect(app.waits[0]).toBeGreaterThan(900);
    expect(app.waits[0]).toBeLessThan(2_500);
    expect(members(app)).toHaveLength(1);
  });
});

describe('an invite whose answer is unclear', () => {
  const unclear: [string, (keep?: () => unknown) => ReturnType<OnAdd>][] = [
    ['500', () => [500, 'Internal Server Error']],
    ['502 with a page', () => [502, '<html><h1>Bad gateway</h1></html>']],
    ['garbage', () => [200, 'certainly!']],
    ['JSON of another kind', () => [200, { ok: true }]],
    ['nothing', () => [200, '']],
    ['a broken connection', () => 'drop'],
  ];

  it.each(unclear)('with %s is confirmed once the member list shows it', async (_, answer) => {
    const app = await invite((keep) => {
      keep();
      return answer();
    });
    expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
    expect(app.piper.added).toBe(1);
    expect(members(app)).toHaveLength(1);
    expect(app.journal.names().slice(-3)).toEqual([
      'piper POST members',
      'piper GET members',
      'slack chat.postMessage',
    ]);
  });

  it.each(unclear)(
    'with %s is sent once more when the member list does not show it',
    async (_, answer) => {
      const app = await invite((keep, tries) => (tries === 1 ? answer() : [200, keep()]));
      expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
      expect(app.piper.added).toBe(2);
      expect(members(app)).toHaveLength(1);
    },
  );

  it.each(unclear)('with %s again and again ends in what was seen of it', async (_, answer) => {
    const app = await invite(() => answer());
    expect(app.said()).toEqual({
      inChannel: [],
      privately: [
        withReference(
          `Piper broke off before it answered. I looked at the member list of ${acme} several times, and ${ada} isn't on it. Send it again in a few minutes: I look at the member list first, so nobody is invited twice.`,
        ),
      ],
      directly: [],
    });
    expect(app.piper.added).toBe(2);
    expect(members(app)).toEqual([]);
  });

  it('is our own invite when the second try finds the person there', async () => {
    const app = await startApp();
    let late: (() => unknown) | undefined;
    app.piper.onAdd = (keep, tries) => {
      if (tries === 1) {
        late = keep;
        return [500, 'oops'];
      }
      late?.();
      return [409, { detail: 'User is already a member' }];
    };
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
    expect(members(app)).toHaveLength(1);
  });

  it('is not sent again while Piper may still be working on it', async () => {
    const short = { tryTime: 60, totalTime: 60, tries: 1 };
    const app = await invite(() => 'hang', {
      overrides: {
        patience: { read: { tryTime: 2_000, totalTime: 2_000, tries: 1 }, write: short },
      },
    });
    expect(app.piper.added).toBe(1);
    expect(app.said().privately[0]).toContain("and *ada@example.com* isn't on it");
  });

  it('is honestly unknown when the member list cannot be read either', async () => {
    const app = await startApp();
    app.piper.onAdd = (keep) => {
      keep();
      app.piper.onGet = () => [500, 'oops'];
      return 'drop';
    };
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toEqual({
      inChannel: [],
      privately: [
        withReference(
          `Piper broke off before it answered. I can't read the member list either, so I don't know whether ${ada} was invited to ${acme}. Send it again in a few minutes: I look at the member list first, so nobody is invited twice.`,
        ),
      ],
      directly: [],
    });
    expect(app.piper.added).toBe(1);
  });

  it('comes with a word in between when it takes long', async () => {
    const app = await startApp({
      overrides: {
        timing: { wait: (time) => new Promise((resolve) => setTimeout(resolve, time)) },
      },
    });
    app.piper.onAdd = (keep, tries) => (tries === 1 ? [500, 'oops'] : [200, keep()]);
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toEqual({
      inChannel: confirmed,
      privately: [
        "Piper hasn't given a clear answer yet. I'm checking what became of your invite and will tell you here.",
      ],
      directly: [],
    });
  });
});

describe('a Piper whose member list cannot be read', () => {
  it('gets no invite, since somebody could be invited twice', async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = () => [503, 'down'];
    await app.submit({ addresses: 'ada@example.com' });
    await app.finish();
    expect(app.piper.added).toBe(0);
    expect(app.said().privately).toEqual([
      withReference("Nobody was invited. Piper isn't answering. Try again in a few minutes."),
    ]);
  });
});

describe('a conversation in which the bot cannot post', () => {
  it.each(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
    'after %s gets the confirmation through its response URL',
    async (error) => {
      const app = await startApp();
      app.slack.fail('chat.postMessage', error);
      await app.submit({ people: [users.bob.id], channel: 'G0PRIVATE' });
      await app.finish();
      expect(app.journal.of('response_url')).toMatchObject([
        {
          response_type: 'in_channel',
          replace_original: false,
          text: expect.stringContaining('<@U0BOB>'),
        },
      ]);
      expect(app.said().directly).toEqual([]);
    },
  );

  it('leaves the confirmation to direct messages when the response URL is used up', async () => {
    const app = await startApp();
    app.slack.expireResponseUrls();
    app.slack.on('chat.postMessage', ({ channel }) =>
      channel === users.alice.id ? { ok: true } : { ok: false, error: 'channel_not_found' },
    );
    await app.submit({ people: [users.bob.id], channel: 'G0PRIVATE' });
    await app.finish();
    expect(app.said().directly).toEqual([
      expect.stringContaining("I can't post in <#G0PRIVATE>, so the confirmation comes to you."),
    ]);
    expect(app.said().directly[0]).toContain('<@U0ALICE> invited <@U0BOB>');
  });

  it('leaves the outcome in the log when nothing at all can be said', async () => {
    const app = await startApp();
    app.slack.expireResponseUrls();
    app.slack.fail('chat.postMessage', 'account_inactive');
    await app.submit({ people: [users.bob.id] });
    await app.finish();
    expect(app.log.filter((line) => line.includes('nobody could be told'))).toEqual([
      expect.stringContaining('<@U0ALICE> invited <@U0BOB>'),
    ]);
  });

  it('waits for Slack when it is told to post more slowly', async () => {
    const app = await startApp();
    let calls = 0;
    app.slack.on('chat.postMessage', () => {
      calls += 1;
      return calls === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { ok: true };
    });
    await app.submit({ people: [users.bob.id] });
    await app.finish();
    expect(app.waits).toContain(3_000);
    expect(app.journal.of('chat.postMessage')).toHaveLength(2);
    expect(app.journal.of('response_url')).toEqual([]);
  });
});
