import { describe, expect, it } from 'vitest';
import { notifications as limits } from '../../src/limits.ts';
import { startAnHourAgo, startApp, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { holdTimers } from '../helpers/held.ts';
import type { TestPiper } from '../helpers/piper.ts';
import { type TestSlack, users } from '../helpers/slack.ts';
import { pushedView } from '../helpers/views.ts';

type OnAdd = NonNullable<TestPiper['onAdd']>;

const ada = '*ada@example.com*';
const acme = '*Acme Robotics*';
const confirmed = [
  expect.stringMatching(
    /^<@U0ALICE> invited \*ada@example\.com\* to \*Acme Robotics\* as \*Editor\*\./,
  ),
];
const members = (app: { piper: TestPiper }) =>
  app.piper.addresses().filter((address) => address === 'ada@example.com');

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

/** Lets as much time pass as people wait, until they are told so. */
function delayOf(app: TestApp): () => Promise<void> {
  const timers = holdTimers();
  return async () => {
    app.clock.now += limits.delayNoticeAfter;
    await timers.letPass(limits.delayNoticeAfter);
    await eventually(() => expect(app.said().directly).toHaveLength(1));
  };
}

describe('an invite that Piper refuses', () => {
  const refusals: [string, OnAdd, string][] = [
    [
      '401',
      () => [401, { detail: 'Invalid token' }],
      `${ada} wasn't invited to ${acme}. Piper no longer accepts this workspace's platform token. Whoever runs piper-invite can give it a new one. Try again after that.`,
    ],
    [
      '403',
      () => [403, { detail: 'Missing permission: members:invite' }],
      `${ada} wasn't invited to ${acme}. Piper doesn't allow that. The reason may be the platform token. Whoever runs piper-invite can give it a new one. Try again after that. Piper's words: "Missing permission: members:invite"`,
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
      'a redirect',
      () => [307, '', { location: 'https://elsewhere.example/' }],
      `${ada} wasn't invited to ${acme}. Piper gave an answer that I don't understand. Send it again in a few minutes, or give your admin the reference.`,
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
    await app.submitAndSend({ addresses });
    await app.finish();
    expect(app.piper.added).toBeLessThanOrEqual(4);
    expect(app.said().privately[0]).toContain("12 people weren't invited to *Acme Robotics*.");
    expect(app.said().privately[0]).toContain('• p11@example.com');
  });
});

describe('an invite that Piper asks to wait for', () => {
  it.each([
    ['seconds', () => '2'],
    ['an HTTP date', (now: number) => new Date(now + 2_000).toUTCString()],
  ])('is sent again after a Retry-After in %s', async (_, retryAfter) => {
    const clock = { now: Date.now() };
    const app = await invite(
      (keep, attempts) =>
        attempts === 1
          ? [429, { detail: 'Slow down' }, { 'retry-after': retryAfter(clock.now) }]
          : [200, keep()],
      { clock },
    );
    expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
    expect(app.waits).toHaveLength(1);
    expect(app.waits[0]).toBeGreaterThan(1_900);
    expect(app.waits[0]).toBeLessThan(3_100);
    expect(members(app)).toHaveLength(1);
  });
});

describe('an invite whose answer is unclear', () => {
  type Reply = [name: string, reply: () => ReturnType<OnAdd>];
  const senseless: Reply[] = [
    ['500', () => [500, 'Internal Server Error']],
    ['garbage', () => [200, 'certainly!']],
    ['JSON of another kind', () => [200, { ok: true }]],
    ['nothing', () => [200, '']],
  ];
  const cutOff: Reply[] = [
    ['a broken connection', () => 'drop'],
    ['502', () => [502, '<html><h1>Bad gateway</h1></html>']],
    ['504', () => [504, '<html><h1>Gateway timeout</h1></html>']],
  ];

  it.each([...senseless, ...cutOff])(
    'with %s is confirmed once the member list shows it',
    async (_, answer) => {
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
    },
  );

  it.each(senseless)(
    'with %s is sent once more when the member list does not show it',
    async (_, answer) => {
      const app = await invite((keep, attempts) => (attempts === 1 ? answer() : [200, keep()]));
      expect(app.said()).toEqual({ inChannel: confirmed, privately: [], directly: [] });
      expect(app.piper.added).toBe(2);
      expect(members(app)).toHaveLength(1);
    },
  );

  it('is honestly unknown where it stays unclear for a day', async () => {
    const backoff = { initialDelay: 2_000, maxDelay: 3_600_000 };
    const app = await startApp({ overrides: { delivery: { lease: 30 * 86_400_000, backoff } } });
    app.piper.onAdd = () => [500, 'oops'];
    const wordInBetween = delayOf(app);
    let looks = 0;
    app.piper.onGet = async (name) => {
      // The first look is part of the first try.
      if (name === 'members' && app.piper.added === 1 && ++looks === 2) await wordInBetween();
      return undefined;
    };
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toMatchObject({
      inChannel: [],
      directly: [
        `Piper's answer doesn't say whether ${ada} was invited. I'm checking and will tell you.`,
      ],
      privately: [
        withReference(
          `I can't say whether ${ada} was invited to ${acme}: Piper broke off before it answered, and for a day it gave no clear answer. An admin of the organization can look in Piper. Send it again when Piper is back: I look at the member list first, so nobody is invited twice.`,
        ),
      ],
    });
    expect(app.piper.added).toBeGreaterThan(20);
    expect(members(app)).toEqual([]);
    const day = 86_400_000;
    expect(app.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(day);
  });

  it('is our own invite when the second try finds the person there', async () => {
    const app = await startApp();
    let late: (() => unknown) | undefined;
    app.piper.onAdd = (keep, attempts) => {
      if (attempts === 1) {
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

  it.each<Reply>([['no answer', () => 'hang'], ...cutOff])(
    'with %s is not sent again while Piper may still be working on it',
    async (_, answer) => {
      const short = { attemptTimeoutMs: 60, totalTimeoutMs: 60, attempts: 1 };
      const read = { attemptTimeoutMs: 2_000, totalTimeoutMs: 2_000, attempts: 1 };
      const app = await invite((keep, attempts) => (attempts === 1 ? answer() : [200, keep()]), {
        overrides: { retryPolicy: { read, write: short } },
      });
      expect(app.waits[0]).toBeGreaterThanOrEqual(60_000);
      expect(app.piper.added).toBe(2);
      expect(app.said().inChannel).toEqual(confirmed);
    },
  );

  it('waits for the member list before anything else is sent', async () => {
    const app = await startApp();
    let looks = 0;
    app.piper.onAdd = (keep) => {
      keep();
      app.piper.onGet = (name) => (name === 'members' && ++looks < 9 ? [500, 'oops'] : undefined);
      return 'drop';
    };
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toMatchObject({ inChannel: confirmed });
    expect(app.piper.added).toBe(1);
    expect(members(app)).toHaveLength(1);
  });
});

describe('an invite that takes longer than people wait', () => {
  it('comes with a word in between', async () => {
    const app = await startApp();
    app.piper.beforeAdd = delayOf(app);
    await app.command('ada@example.com as Editor');
    await app.finish();
    expect(app.said()).toEqual({
      inChannel: confirmed,
      privately: [],
      directly: [
        "Piper hasn't answered yet. I'm waiting for the answer to your invite and will tell you here.",
      ],
    });
    expect(app.journal.of('chat.update')).toMatchObject([
      { ts: '1', text: 'Sent after all: 1 invited. The confirmation is in <#C0GENERAL>.' },
    ]);
  });

  it.each([
    [
      '503',
      [503, 'down'],
      "Piper isn't answering. Your 3 invites are kept. When it is back, I check whether you may give these roles before I send them, and will tell you here.",
    ],
    [
      '429',
      [429, 'slow down', { 'retry-after': '600' }],
      "Piper is busy. Your 3 invites are saved and go out in about 10 minutes. I'll tell you here what becomes of them.",
    ],
  ] as const)('is kept after %s, and sent when Piper is back', async (_, answer, words) => {
    const app = await startAnHourAgo();
    const addresses = 'ada@example.com, grace@example.com, alan@example.com';
    const { body } = await app.submitInvite({ addresses });
    // The member list that the preview has read is not believed any more.
    app.clock.now += 61_000;
    const wordInBetween = delayOf(app);
    let asked = 0;
    app.piper.onGet = async (name) => {
      if (name !== 'members') return undefined;
      asked += 1;
      if (asked === 9) await wordInBetween();
      return asked > 9 ? undefined : [...answer];
    };
    await app.sendPreview(pushedView(body));
    await app.finish();
    expect(app.said()).toMatchObject({
      inChannel: [expect.stringContaining('invited 3 people')],
      directly: [words],
    });
    expect(app.piper.added).toBe(3);
  });
});

describe('a conversation in which the bot cannot post', () => {
  it.each(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
    'after %s gets the confirmation through its response URL',
    async (error) => {
      const app = await startApp();
      app.slack.fail('chat.postMessage', error);
      await app.submitInvite({ people: [users.bob.id], channel: 'G0PRIVATE' });
      await app.finish();
      expect(app.journal.of('response_url')).toMatchObject([
        {
          response_type: 'in_channel',
          replace_original: false,
          text: expect.stringContaining('<@U0ALICE> invited *bob*'),
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
    await app.submitInvite({ people: [users.bob.id], channel: 'G0PRIVATE' });
    await app.finish();
    expect(app.said().directly).toEqual([
      expect.stringContaining("I can't post in <#G0PRIVATE>, so this message comes to you."),
    ]);
    expect(app.said().directly[0]).toContain('<@U0ALICE> invited *bob*');
  });

  it('is told later what it could not be told at once, the outcome being in the log', async () => {
    const app = await startApp();
    app.slack.expireResponseUrls();
    let refusals = 0;
    app.slack.on('chat.postMessage', () => {
      refusals += 1;
      return refusals > 6 ? { ok: true, ts: '1' } : { ok: false, error: 'account_inactive' };
    });
    await app.submitInvite({ people: [users.bob.id] });
    await app.finish();
    expect(JSON.stringify(app.logged('message delivery failed')[0])).toContain(
      '<@U0ALICE> invited *bob*',
    );
    expect(app.said().inChannel.at(-1)).toContain('<@U0ALICE> invited *bob*');
    expect(app.piper.added).toBe(1);
  });

  it.each<[string, ReturnType<Parameters<TestSlack['on']>[1]>]>([
    ['fatal_error', { ok: false, error: 'fatal_error' }],
    ['internal_error', { ok: false, error: 'internal_error' }],
    ['request_timeout', { ok: false, error: 'request_timeout' }],
    ['service_unavailable', { ok: false, error: 'service_unavailable' }],
    ['a server error', { status: 502 }],
  ])('sees no second confirmation after %s, and no advice to add the bot', async (_, said) => {
    const app = await startApp();
    let fails = 3;
    app.slack.on('chat.postMessage', () => {
      fails -= 1;
      return fails >= 0 ? said : { ok: true, ts: '1' };
    });
    await app.submitInvite({ people: [users.bob.id] });
    await app.finish();
    expect(app.journal.of('response_url')).toEqual([]);
    const posts = app.journal.of('chat.postMessage');
    expect(posts.filter(({ channel }) => channel !== users.alice.id)).toHaveLength(1);
    expect(app.said().directly.at(-1)).toMatch(
      /^<@U0ALICE> invited \*bob\*.*Slack broke off before it told me whether this message is in <#\w+>, so it comes to you\./s,
    );
    expect(app.said().directly.join()).not.toContain("can't post");
  });

  it('waits for Slack when it is told to post more slowly', async () => {
    const app = await startApp();
    let calls = 0;
    app.slack.on('chat.postMessage', () => {
      calls += 1;
      return calls === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { ok: true };
    });
    await app.submitInvite({ people: [users.bob.id] });
    await app.finish();
    expect(app.waits).toContain(3_000);
    expect(app.journal.of('chat.postMessage')).toHaveLength(2);
    expect(app.journal.of('response_url')).toEqual([]);
  });
});

describe('an invite of more people than a message names', () => {
  const crowd = Array.from({ length: 60 }, (_, at) => `p${at}@example.com`);
  const onAdd: OnAdd = (_keep, _tries, { email }) =>
    email === 'p7@example.com' ? [422, { detail: 'No such mailbox' }] : undefined;

  /** Invites sixty people, of whom Piper refuses one; `files` are the texts that Slack was given. */
  async function inviteAll(onFile: () => Record<string, unknown>) {
    const app = await startApp();
    app.slack.on('files.getUploadURLExternal', onFile);
    app.slack.on('files.completeUploadExternal', () => ({ ok: true, files: [] }));
    app.slack.on('chat.postMessage', ({ channel }) => ({
      ok: true,
      ts: '1',
      channel: channel === users.alice.id ? 'D0ALICE' : channel,
    }));
    app.piper.onAdd = onAdd;
    app.forget();
    await app.commandAndSend(`${crowd.join(' ')} as Editor`);
    await app.finish();
    return { app, files: app.slack.uploads };
  }

  it('ends with a file for the inviter, that says how each of them went', async () => {
    const { app, files } = await inviteAll(() => ({
      ok: true,
      file_id: 'F1',
      upload_url: 'https://files.slack.com/upload/v1/abc',
    }));
    expect(files).toHaveLength(1);
    const lines = files[0]?.split('\r\n') ?? [];
    expect(lines).toHaveLength(62);
    expect(lines.filter((line) => line.endsWith(',Editor,invited,pending,'))).toHaveLength(59);
    expect(lines.find((line) => line.startsWith('p7@'))).toBe(
      'p7@example.com,Editor,not invited,,"Piper doesn\'t accept the address. Check the spelling and send it again. Piper\'s words: ""No such mailbox"""',
    );
    expect(app.journal.of('files.completeUploadExternal')).toMatchObject([
      { channel_id: 'D0ALICE', files: '[{"id":"F1","title":"Invites to Acme Robotics"}]' },
    ]);
    const direct = app.journal
      .of('chat.postMessage')
      .filter(({ channel }) => channel === users.alice.id);
    expect(direct.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^\*p7@example\.com\* wasn't invited to \*Acme Robotics\*\. .*\nThe file below says how each of 60 invites to \*Acme Robotics\* went\.\nref \w{6}$/,
      ),
    ]);
    expect(app.journal.of('response_url')).toEqual([]);
  });

  it('is told without one where the app may not send any, with how to get it', async () => {
    const { app, files } = await inviteAll(() => ({ ok: false, error: 'missing_scope' }));
    expect(files).toEqual([]);
    expect(app.journal.of('files.completeUploadExternal')).toEqual([]);
    expect(app.said().privately).toEqual([
      expect.stringContaining(
        '\nI could send you a CSV file that says how each of 60 invites went; `/piper-invite help` says what I need for that.\nref',
      ),
    ]);
  });
});
