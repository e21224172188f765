import { afterEach, describe, expect, it } from 'vitest';
import type { Rule } from '../../src/domain/rule.ts';
import { startApp, startInstallable, startUnconnected, type TestApp } from '../helpers/app.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { organizations } from '../helpers/organizations.ts';
import type { Filled } from '../helpers/payloads.ts';
import { joined, member, roles } from '../helpers/piper.ts';
import { umbrella, users } from '../helpers/slack.ts';
import { elementsOf, option, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol, gina, nora } = users;

/** Alice has connected the workspace, where every member may invite. Bob is a Viewer in Piper, and Carol nobody. */
async function start(settings: Filled = {}): Promise<TestApp> {
  const app = await startUnconnected();
  await app.connect({ who: option('members'), ...settings });
  app.piper.join('bob@acme.example', roles.viewer);
  return watch(app);
}

/** But for what the clock notes about the record, and what Piper said of itself. */
const everythingStored = (app: TestApp) => [
  app.record().filter(({ surface }) => surface !== 'clock'),
  ...app
    .query("select name from sqlite_master where type = 'table' and name not like 'audit%'")
    .map(({ name }) => [
      name,
      app.query(`select * from ${name}`).map(({ known: _, ...row }) => row),
    ]),
];

let expectNothingDone = () => {};
/** From now on nothing is to be stored, recorded or sent, whatever is checked. */
function watch(app: TestApp): TestApp {
  const before = everythingStored(app);
  app.forget();
  expectNothingDone = () => {
    expect(everythingStored(app)).toEqual(before);
    expect(app.journal.names().filter((name) => !isReading.test(name))).toEqual([]);
  };
  return app;
}
const isReading = /^(?:piper GET \w+|slack (?:users\.info|users\.list|usergroups\.users\.list))$/;
afterEach(() => expectNothingDone());

async function answer(app: TestApp, text: string, userId: string = bob.id) {
  const { body } = await app.command(text, { user_id: userId });
  expect(body).toMatchObject({ response_type: 'ephemeral' });
  return body as { text: string; blocks: object[] };
}

/** What a command is answered with, privately. */
const told = async (...asked: Parameters<typeof answer>): Promise<string> =>
  (await answer(...asked)).text;

const ada = 'ada@example.com';
const asViewer = `*${ada}* as *Viewer*: would be invited at once.`;
const notThere = `• *${ada}* isn't in *Acme Robotics*'s member list.`;

describe('checking what one may do', () => {
  it('says that an invite would be sent, and why', async () => {
    const app = await start();
    expect(await told(app, `check ${ada} as Viewer`)).toBe(
      [
        asViewer,
        '• By the settings, you may give *Viewer* at once.',
        '• Your own role in Piper is *Viewer*.',
        notThere,
      ].join('\n'),
    );
    expect(await told(app, `check ${ada} as Admin`, alice.id)).toContain(
      "What this workspace's platform token may do counts for you",
    );
  });

  it('says that it would not, and what stands in the way', async () => {
    const app = await start();
    expect(await told(app, `check ${ada} as Editor`)).toBe(
      [
        `*${ada}* as *Editor*: can't be invited.`,
        '• By the settings, you may give *Editor* at once.',
        '• *Editor* can do more in Piper than your own role there, *Viewer*.',
        '• It would need approval, and there is nobody to approve it.',
        notThere,
      ].join('\n'),
    );
    expect(await told(app, `check ${ada} as Editor`, carol.id)).toContain(
      "Your Slack address isn't in Acme Robotics",
    );
  });

  it('goes through the roles where none is named', async () => {
    const app = await start();
    const words = await told(app, `check ${ada}`);
    expect(words).toContain(`*${ada}*: at once as *Viewer*; not as *Editor* or *Admin*.`);
    expect(words).toContain(
      '• *Editor* or *Admin* can do more in Piper than your own role there, *Viewer*.',
    );
  });

  it.each([
    ['pending', member(ada, roles.viewer), `*${ada}* is invited to *Acme Robotics* as *Viewer*`],
    ['joined', member(ada, roles.editor, joined), `*${ada}* has joined *Acme Robotics* as *Edi`],
  ])('says that nothing would be sent to a member who is %s', async (_, found, words) => {
    const app = await start();
    app.piper.members.push(found);
    const said = await told(app, `check ${ada} as Viewer`);
    expect(said).toContain(`*${ada}* as *Viewer*: nothing would be sent.`);
    expect(said).toContain(words);
  });

  it('has a line for each of several people', async () => {
    const app = await start();
    expect(await told(app, `check ${ada}, alice@acme.example <@${nora.id}> as Viewer`)).toBe(
      [
        "3 people as *Viewer*: 1 would be invited at once, 1 can't be invited, 1 in the organization already.",
        `• *${ada}* would be invited at once.`,
        '• *alice@acme.example* is in the organization already.',
        "• <@U0NORA> can't be invited.",
        '<@U0NORA> has no e-mail address in Slack; type it among the addresses. Your own role in Piper is *Viewer*.',
      ].join('\n'),
    );
    expect(await told(app, `check ${ada}, eve@example.com`)).toContain(
      '• *eve@example.com*: at once as *Viewer*; not as *Editor* or *Admin*.',
    );
  });

  it('folds many, and takes no more than can be answered', async () => {
    const app = await start();
    const crowd = (count: number) =>
      Array.from({ length: count }, (__, at) => `p${at}@example.com`).join(' ');
    const words = await told(app, `check ${crowd(50)} as Viewer`);
    expect(words).toContain('50 people as *Viewer*: 50 would be invited at once.');
    expect(words.split('\n')).toHaveLength(18);
    expect(words).toContain('• and 35 more');
    expect(await told(app, `check ${crowd(51)} as Viewer`)).toBe(
      "That's 51 people. I can check up to 50 at once.",
    );
  });

  it('says what is missing, or not understood', async () => {
    const app = await start();
    expect(await told(app, 'check')).toContain('Name somebody to check.');
    expect(await told(app, 'check ada@')).toContain(`"ada@" isn't an e-mail address.`);
    expect(await told(app, `check ada@ ${ada} as Viewer`)).toMatch(
      /^\*ada@example\.com\* as \*Viewer\*: would be .*\n[^"]*"ada@" isn't an e-mail address\.$/s,
    );
    const alone = `check <@${bob.id}> as Viewer`;
    expect(await told(app, alone, alice.id)).toContain('put their name in front');
    expect(await told(app, alone)).not.toContain('put their name in front');
  });

  it('asks whether a role was meant that is nearly one, with a button that checks', async () => {
    const app = await start();
    const asked = await answer(app, `check <@${carol.id}> ${ada} as Edtor`, alice.id);
    expect(asked.text).toBe('There is no role "Edtor". Did you mean Editor?');
    const [button = {}] = elementsOf(asked);
    expect(button).toMatchObject({ text: { text: 'Check as Editor' } });
    const again = await told(app, String(button.value), alice.id);
    expect(again).toContain(`For <@U0CAROL>, *${ada}* as *Editor*: can't be invited.`);
  });

  it('says that it cannot tell while Piper does not answer', async () => {
    const app = await start();
    await told(app, `check ${ada} as Viewer`);
    app.clock.now += 61_000;
    app.piper.onGet = () => [503, 'down'];
    const words = await told(app, `check ${ada} as Viewer`);
    expect(words).toContain(`*${ada}* as *Viewer*: can't be decided right now.`);
    expect(words).toContain("• Piper isn't answering. Try again in a few minutes.");
    expect(words).toContain('What is sent meanwhile waits until it can be decided.');
  });

  it('says so where not even the roles are known', async () => {
    const { outside, directory, clock, stop } = await start();
    await stop();
    const again = await startApp({ setUp: 'unconnected', outside, directory, clock });
    const app = watch(again);
    app.piper.onGet = () => [503, 'down'];
    for (const text of [`check ${ada} as Viewer`, `check ${ada}`]) {
      expect(await told(app, text)).toMatch(
        /^I can't tell what would become of that\. Piper isn't answering\. .*\nref \w+$/,
      );
    }
  });
});

describe('somebody who may not invite', () => {
  it('is told so, and nothing about who is a member', async () => {
    const app = await start({ who: option('admins') });
    expect(await told(app, `check alice@acme.example as Viewer`)).toBe(
      [
        "*alice@acme.example* as *Viewer*: can't be invited.",
        '• Nothing in the settings lets you invite *alice@acme.example* as *Viewer* at once.',
      ].join('\n'),
    );
  });

  it('is refused as a guest', async () => {
    const app = await start();
    for (const text of [`check ${ada} as Viewer`, `check <@${bob.id}> ${ada} as Viewer`]) {
      expect(await told(app, text, gina.id)).toContain("Guests can't check invites to Piper.");
    }
  });
});

describe('checking what somebody else may do', () => {
  const bobs = `check <@${bob.id}|bob> <mailto:${ada}|${ada}> as Editor`;

  it('is for those who may connect', async () => {
    const app = await start();
    expect(await told(app, bobs, alice.id)).toBe(
      [
        `For <@U0BOB>, *${ada}* as *Editor*: can't be invited.`,
        '• By the settings, <@U0BOB> may give *Editor* at once.',
        '• *Editor* can do more in Piper than the role of <@U0BOB> there, *Viewer*.',
        '• It would need approval, and there is nobody to approve it.',
        notThere,
      ].join('\n'),
    );
    expect(await told(app, bobs, carol.id)).toBe(
      'Only workspace admins and owners can check what others may do. Leave out the name to check what you may do.',
    );
    expect(await told(app, bobs.replace('Editor', 'Viewer'))).toContain(asViewer);
  });

  it.each([
    [gina.id, 'is a guest here'],
    [carol.id, "The Slack address of <@U0CAROL> isn't in *Acme Robotics*."],
    [users.robot.id, 'is a bot'],
    [users.victor.id, 'is deactivated in Slack'],
    [users.stranger.id, 'is from another workspace'],
    ['U0NOBODY', "Slack can't tell me who <@U0NOBODY> is"],
  ])('says what is the matter with %s', async (userId, words) => {
    const app = await start();
    expect(await told(app, `check <@${userId}> ${ada} as Viewer`, alice.id)).toContain(words);
  });

  it('is for admins of the Slack organization alone where the connection is for all of it', async () => {
    const app = await startInstallable();
    await app.install(umbrella);
    app.slack.admins.set(umbrella.name, bob.id);
    const [red, white] = [app.in(umbrella), app.in(umbrella, 1)];
    const filled = { enterprise: [option('yes')], who: option('members') };
    await red.connect(filled, organizations.umbrella);
    watch(app);
    const asked = `check <@${carol.id}> ${ada} as Umbrella Editor`;
    const words = async (by: string) => wordsIn((await white.command(asked, { user_id: by })).body);
    expect(await words(bob.id)).toContain(
      'Only admins of your Slack organization and its owners can check what others may do.',
    );
    expect(await words(alice.id)).toContain("The Slack address of <@U0CAROL> isn't in");
  });
});

describe('rules', () => {
  const rule = (about: Partial<Rule>): Rule => ({
    id: 'r1',
    name: 'Contractors',
    who: { kind: 'members' },
    roles: 'all',
    domains: 'all',
    fate: 'direct',
    ...about,
  });
  const withRules = async (...rules: Rule[]) => {
    const app = await start({ who: option('admins') });
    changeSettings(app, { rules });
    return watch(app);
  };

  it('are named to those who may connect, and counted for others', async () => {
    const app = await withRules(
      rule({}),
      rule({ id: 'r2', name: 'No editors', roles: [roles.editor.id], fate: 'deny' }),
    );
    const [own, others] = [`check ${ada}`, `check <@${bob.id}> ${ada}`];
    expect(await told(app, `${own} as Editor`)).toContain('A rule matches and forbids *Editor*.');
    expect(await told(app, `${others} as Editor`, alice.id)).toContain(
      'Rule *No editors* matches and forbids *Editor*.',
    );
    expect(await told(app, `${own} as Viewer`)).toContain('A rule matches and gives *Viewer*');
    expect(await told(app, `${others} as Viewer`, alice.id)).toContain(
      'Rule *Contractors* matches and gives *Viewer* at once.',
    );
    expect(await told(app, own)).not.toMatch(/Contractors|No editors/);
  });

  it('may go beyond the own role, or want approval', async () => {
    const app = await withRules(
      rule({ roles: [roles.admin.id], beyondOwnRole: true }),
      rule({ id: 'r2', roles: [roles.viewer.id], fate: 'approval' }),
    );
    expect(await told(app, `check ${ada} as Admin`, carol.id)).toContain(
      "A rule matches and gives *Admin* at once, whatever one's own role in Piper.",
    );
    expect(await told(app, `check ${ada} as Viewer`)).toContain(
      'A rule matches and wants approval for *Viewer*.',
    );
  });
});

describe('a quota', () => {
  it('is told', async () => {
    const app = await start();
    changeSettings(app, { quota: { invites: 2, fate: 'deny' } });
    await app.invite(`${ada} as Viewer`, bob.id);
    watch(app);
    const [eve, joe] = [
      'check eve@example.com as Viewer',
      'check eve@example.com joe@example.com as Viewer',
    ];
    expect(await told(app, eve)).toContain('• 1 of 2 invites of the last 24 hours are used.');
    expect(await told(app, joe)).toContain("1 would be invited at once, 1 can't be invited.");
  });
});
