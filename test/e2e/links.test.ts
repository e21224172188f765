import { describe, expect, it } from 'vitest';
import { startApp, startInstallable, startUnconnected, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizations } from '../helpers/organizations.ts';
import { joined, member, roles, userIdOf } from '../helpers/piper.ts';
import { umbrella, users } from '../helpers/slack.ts';
import { elementsOf, option, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol, gina } = users;
const corp = 'carol@corp.example';

/** Connected by Alice, where everybody may invite. Bob is nobody in Piper, and Carol a Viewer, by an address that Slack doesn't know. */
async function startWithCarol() {
  const app = await startUnconnected({
    beforeStart: (_, piper) => {
      piper.members.push(
        member(corp, roles.viewer, joined),
        member('admin@corp.example', roles.admin, joined),
      );
    },
  });
  await app.connect({ who: option('members') });
  return app;
}

/** What a command is answered with, privately. */
async function told(app: TestApp, text: string, userId: string = alice.id): Promise<string> {
  const { body } = await app.command(text, { user_id: userId });
  const { response_type, text: words } = body as { response_type: string; text: string };
  expect(response_type).toBe('ephemeral');
  return words;
}

/** What Carol is told when she invites somebody new; nothing where it is done. */
async function refusal(app: TestApp, address: string, role = 'Viewer'): Promise<string> {
  const before = app.said().privately.length;
  await app.invite(`${address} as ${role}`, carol.id);
  return app.said().privately.slice(before).join();
}

const linkCarol = `link <@${carol.id}|carol> <mailto:${corp}|${corp}>`;

describe('/piper-invite link', () => {
  it('lets somebody give what the member may give, and nothing more, until it ends', async () => {
    const app = await startWithCarol();
    expect(await refusal(app, 'ada@example.com')).toContain("Your Slack address isn't in");
    expect(await told(app, linkCarol)).toBe(
      `<@U0CAROL> is linked to *${corp}* now, who is in *Acme Robotics* as *Viewer*. They can give from Slack what this member may give in Piper, and I've told them so.`,
    );
    expect(app.journal.of('chat.postMessage')).toMatchObject([
      {
        channel: carol.id,
        text: `<@U0ALICE> linked you to *${corp}* in *Acme Robotics*: from Slack you can give what this member may give in Piper. If that isn't you, tell <@U0ALICE>.`,
      },
    ]);
    expect(await refusal(app, 'ada@example.com')).toBe('');
    expect(app.piper.addresses()).toContain('ada@example.com');
    expect(await refusal(app, 'eve@example.com', 'Admin')).toContain(
      'Admin can do more in Piper than your own role there (Viewer)',
    );
    expect(await told(app, `unlink <@${carol.id}>`)).toContain("isn't linked to a member of");
    expect(await refusal(app, 'max@example.com')).toContain("Your Slack address isn't in");
    expect(app.piper.added).toBe(1);
    expect(app.recorded()).toEqual(expect.arrayContaining(['T0ACME link', 'T0ACME unlink']));
  });

  it('says why nothing was changed while Piper does not answer', async () => {
    const app = await startWithCarol();
    app.clock.now += 61_000;
    app.piper.onGet = () => [503, 'down'];
    for (const text of [linkCarol, `link <@${carol.id}>`]) {
      expect(await told(app, text)).toContain("Piper isn't answering.");
    }
    app.piper.onGet = undefined;
    expect(await refusal(app, 'ada@example.com')).toContain("Your Slack address isn't in");
  });

  it.each([
    ['themselves', `link <@${alice.id}> ${corp}`, "You can't link yourself, so nobody was linked."],
    [
      'anybody to the owner',
      `link <@${carol.id}> owner@acme.example`,
      '*owner@acme.example* owns *Acme Robotics*, so only they can link somebody to their account.',
    ],
    [
      'anybody to nobody',
      `link <@${carol.id}> x@corp.example`,
      "isn't in *Acme Robotics*'s member list",
    ],
    ['a guest', `link <@${gina.id}> ${corp}`, '<@U0GINA> is a guest here'],
  ])('is refused to whoever links %s', async (_, text, words) => {
    const app = await startWithCarol();
    expect(await told(app, text)).toContain(words);
    expect(app.rows('links')).toBe(0);
    expect(app.said().directly).toEqual([]);
  });

  it('is refused to a workspace admin who is nobody in Piper, and to whoever may not connect', async () => {
    const app = await startWithCarol();
    expect(await told(app, linkCarol, bob.id)).toBe(
      'Only workspace admins and owners can link people to members of the organization. Ask one of them.',
    );
    app.slack.on('users.info', ({ user }) => ({
      ok: true,
      user: user === bob.id ? { ...bob, is_admin: true } : carol,
    }));
    app.clock.now += 3_600_000;
    expect(await told(app, linkCarol, bob.id)).toMatch(
      /^Nobody was linked\. Your Slack address isn't in Acme Robotics/,
    );
    expect(app.rows('links')).toBe(0);
  });

  it('shows who somebody is', async () => {
    const app = await startWithCarol();
    const show = `link <@${carol.id}>`;
    expect(await told(app, show)).toContain("The Slack address of <@U0CAROL> isn't in");
    await told(app, linkCarol);
    expect(await told(app, show)).toMatch(
      /^<@U0CAROL> is \*carol@corp\.example\* in \*Acme Robotics\* as \*Viewer\*, linked by <@U0ALICE> </,
    );
    expect(await told(app, linkCarol)).toContain('already');
  });

  it('holds when the member changes their address, and for nobody once they are gone', async () => {
    const app = await startWithCarol();
    await told(app, linkCarol);
    const at = app.piper.members.findIndex(({ user_id }) => user_id === userIdOf(corp));
    const found = app.piper.members[at];
    if (found) found.user = { ...found.user, email: 'carol@new.example' };
    expect(await refusal(app, 'ada@example.com')).toBe('');
    expect(app.piper.added).toBe(1);
    app.piper.members.splice(at, 1);
    expect(await refusal(app, 'eve@example.com')).toContain(
      'The account in Acme Robotics that you were linked to is gone',
    );
    expect(app.piper.added).toBe(1);
    expect(await told(app, `link <@${carol.id}>`)).toContain("isn't in *Acme Robotics* any more");
  });

  it('is said in vain where what was stored was changed from outside', async () => {
    const app = await startWithCarol();
    await told(app, linkCarol);
    app.onDatabase((db) =>
      db.exec(`update links set member_id = '${userIdOf('admin@corp.example')}'`),
    );
    expect(await refusal(app, 'eve@example.com')).toContain('is gone');
    expect(await told(app, `link <@${carol.id}>`)).toContain('was changed from outside');
    expect(await told(app, `unlink <@${carol.id}>`)).toContain("isn't linked");
  });

  it('is there where the connection is set by whoever runs the app, too', async () => {
    const app = await startApp({
      env: { PIPER_INVITE_ADMINS: `${bob.id}` },
      beforeStart: (_, piper) => piper.members.push(member(corp, roles.viewer, joined)),
    });
    expect(await told(app, linkCarol, bob.id)).toContain('is linked to');
    expect(app.recorded()).toEqual(['T0ACME link']);
    expect(await told(app, 'link bob@corp.example', bob.id)).toContain('nobody was asked');
  });
});

describe('a link in an Enterprise organization', () => {
  it('is made by its admins alone, and holds in all of its workspaces until it is disconnected', async () => {
    const app = await startInstallable();
    await app.install(umbrella);
    app.slack.admins.set(umbrella.name, bob.id);
    const { id } = organizations.umbrella;
    app.piper.all.find((each) => each.id === id)?.members.push(member(corp, roles.editor, joined));
    const [red, white] = [app.in(umbrella), app.in(umbrella, 1)];
    await red.connect({ enterprise: [option('yes')] }, organizations.umbrella);
    const answer = async (at: typeof red, text: string, user_id: string) =>
      wordsIn((await at.command(text, { user_id })).body);
    expect(await answer(red, linkCarol, bob.id)).toContain(
      'Only admins of your Slack organization and its owners can link people',
    );
    expect(await answer(red, linkCarol, alice.id)).toContain('is linked to');
    expect(await answer(white, `link <@${carol.id}>`, alice.id)).toContain('linked by <@U0ALICE>');
    await app.in(umbrella).uninstall(app.clock.now + 60_000);
    expect(app.rows('links')).toBe(0);
  });
});

describe('asking to be linked', () => {
  const ask = `link <mailto:${corp}|${corp}>`;

  async function asked() {
    const app = await startWithCarol();
    expect(await told(app, ask, carol.id)).toBe(
      `I've asked <@U0ALICE> to link you to *${corp}* in *Acme Robotics*.`,
    );
    const [question] = app.journal.of('chat.postMessage');
    const [button = {}] = elementsOf(question);
    return { app, question, button };
  }

  it('asks whoever connected the workspace, whose button links', async () => {
    const { app, question, button } = await asked();
    expect(question).toMatchObject({
      channel: alice.id,
      text: expect.stringContaining(`<@U0CAROL> asks to be linked to *${corp}*`),
    });
    expect(button).toMatchObject({ text: { text: 'Link' }, confirm: { title: {} } });
    await app.press(button);
    await eventually(() =>
      expect(app.journal.of('response_url')).toMatchObject([
        { replace_original: true, text: expect.stringContaining('is linked to') },
      ]),
    );
    expect(await refusal(app, 'ada@example.com')).toBe('');
    expect(app.piper.added).toBe(1);
  });

  it.each([
    ['themselves', carol.id, 'workspace admins and owners can link'],
    ['anybody who may not connect', bob.id, 'workspace admins and owners can link'],
  ])('is not done by the button of %s', async (_, userId, words) => {
    const { app, button } = await asked();
    await app.press(button, { userId });
    await eventually(() => expect(app.said().privately.join()).toContain(words));
    expect(app.rows('links')).toBe(0);
  });

  it('is done once, and not by guests or whoever connected the workspace', async () => {
    const { app } = await asked();
    expect(await told(app, ask, carol.id)).toContain('so nobody was asked again');
    expect(await told(app, ask, gina.id)).toContain('Only full members');
    expect(await told(app, ask)).toContain('You need no link');
    expect(app.said().directly).toHaveLength(1);
  });

  it('says so where the question was not delivered', async () => {
    const app = await startWithCarol();
    app.slack.fail('chat.postMessage', 'account_inactive');
    expect(await told(app, ask, carol.id)).toContain(
      "Slack doesn't take my message to <@U0ALICE>, so nobody was asked",
    );
  });
});
