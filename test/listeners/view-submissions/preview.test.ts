import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startAnHourAgo, startApp, startInstallable, startUnconnected } from '../../helpers/app.ts';
import { expectModalWithinLimits, wordsOf } from '../../helpers/block-limits.ts';
import { eventually } from '../../helpers/eventually.ts';
import { holdTimers } from '../../helpers/held.ts';
import { organizations } from '../../helpers/organizations.ts';
import { type Filled, type InviteValues, viewBody } from '../../helpers/payloads.ts';
import { joined, member, organizationId, roles } from '../../helpers/piper.ts';
import { acme, users } from '../../helpers/slack.ts';
import { crowdMember, withCrowd } from '../../helpers/slack-crowd.ts';
import { type Answered, option, pushedView } from '../../helpers/views.ts';

type App = Awaited<ReturnType<typeof startApp>>;

/** Submits the form and returns the preview. */
async function preview(app: App, values: InviteValues, organization = organizationId) {
  const view = pushedView((await app.submitInvite(values, { organizationId: organization })).body);
  expectModalWithinLimits(view as ModalView);
  return { view, lines: wordsOf(view).split('\n') };
}
const errorsOf = ({ body }: { body: unknown }) => (body as { errors?: unknown }).errors;
const two = { addresses: 'ada@example.com, grace@example.com' };
const invited = (app: App) => app.journal.of('POST members').map(({ email }) => email);

const crowd = Array.from({ length: 30 }, (_, number) => crowdMember(number));
const crowded = (files: Record<string, string> = {}, members: { id: string }[] = crowd) =>
  startApp({ beforeStart: (slack) => withCrowd(slack, { members, files }) });

describe('a form that names several people', () => {
  it('shows first who would be invited and who would not, and sends nothing', async () => {
    const app = await startAnHourAgo();
    app.piper.members.push(
      member('bob@acme.example', roles.viewer, joined),
      member('carol@acme.example', roles.editor),
    );
    const { view, lines } = await preview(app, {
      people: [users.bob.id, users.carol.id, users.robot.id, users.nora.id],
      addresses:
        'ada@example.com; Grace <grace@example.com>\nADA@example.com bob@acme.example ada@',
    });
    expect(view.submit?.text).toBe('Send 2 invites');
    expect(lines).toEqual([
      '*2 people* will be invited to *Acme Robotics* as *Editor*.',
      '*Editor* (2)',
      'ada@example.com, grace@example.com',
      '*1 person* is a member already: <@U0BOB> (Viewer)',
      "*1 person* is invited already and hasn't joined yet: <@U0CAROL> (Editor)",
      "<@U0ROBOT> is a bot and can't be invited.",
      '<@U0NORA> has no e-mail address in Slack; type it among the addresses.',
      '"ada@" isn\'t an e-mail address.',
      '2 duplicates were merged: everybody is invited once.',
      'Nothing is sent until you press Send. Back leads to the form, with everything in it.',
    ]);
    await app.finish();
    expect(app.piper.added).toBe(0);
    expect(app.said()).toEqual({ inChannel: [], privately: [], directly: [] });
  });

  it('invites those whom it showed once the preview is sent, and no others', async () => {
    const app = await startAnHourAgo();
    app.piper.members.push(member('bob@acme.example'));
    const answer = await app.submitAndSend({
      people: [users.bob.id, users.carol.id],
      addresses: 'ada@example.com',
      note: 'Welcome',
      channel: 'C0TEAM',
    });
    expect(answer).toEqual({ status: 200, body: { response_action: 'clear' } });
    await app.finish();
    expect(invited(app).sort()).toEqual(['ada@example.com', 'carol@acme.example']);
    expect(app.journal.of('chat.postMessage')[0]).toMatchObject({ channel: 'C0TEAM' });
    expect(app.said().inChannel[0]).toContain('> Welcome');
  });

  it('is told its role under the field, and nothing else, where the role is wrong', async () => {
    const app = await startAnHourAgo();
    app.piper.roles.splice(1, 1);
    const answer = await app.submitInvite({ addresses: `${two.addresses}, bob@` });
    expect(Object.keys(errorsOf(answer) as object)).toEqual(['role']);
  });

  it('is told everything under its fields where only one of them can be invited', async () => {
    const app = await startApp();
    const answer = await app.submitInvite({
      people: [users.robot.id],
      addresses: 'ada@example.com bob@',
    });
    expect(errorsOf(answer)).toEqual({
      people: "@robot is a bot and can't be invited.",
      addresses: '"bob@" isn\'t an e-mail address.',
    });
  });

  it('has nothing to send where everybody is known', async () => {
    const app = await startAnHourAgo();
    app.piper.members.push(member('ada@example.com'), member('grace@example.com'));
    const { view, lines } = await preview(app, two);
    expect(view).not.toHaveProperty('submit');
    expect(lines[0]).toContain('Everybody here is already in');
  });

  it("can be sent all the same where Piper's list cannot be read", async () => {
    const app = await startAnHourAgo();
    app.piper.onGet = (name) => (name === 'members' ? [503, 'down'] : undefined);
    const { view, lines } = await preview(app, two);
    expect(lines[3]).toContain("I can't read Piper's member list right now");
    app.piper.onGet = undefined;
    await app.sendPreview(view);
    await app.finish();
    expect(app.piper.added).toBe(2);
  });
});

describe('a preview', () => {
  it('that Slack delivers many times is one batch', async () => {
    const app = await startApp();
    const { view } = await preview(app, two);
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.sendPreview(view)));
    await app.finish();
    for (const { body } of answers) expect(body).toEqual({ response_action: 'clear' });
    expect(app.rows('batches')).toBe(1);
    expect(app.piper.added).toBe(2);
    expect(app.said().inChannel).toHaveLength(1);
  });

  const refusals: [string, (app: App, view: ModalView) => Promise<{ body: unknown }>, string][] = [
    [
      'of somebody else',
      (app, view) => app.sendPreview(view, { userId: users.bob.id }),
      'this was open for too long',
    ],
    [
      'that was open for half an hour',
      (app, view) => {
        app.clock.now += 30 * 60_000;
        return app.sendPreview(view);
      },
      'this was open for too long',
    ],
    [
      'of somebody who may not invite any more',
      (app, view) => {
        app.clock.now += 61_000;
        app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
        return app.sendPreview(view);
      },
      'Only workspace admins',
    ],
  ];
  it.each(refusals)('%s is not sent, and told why', async (_case, send, why) => {
    const app = await startApp({ env: { PIPER_INVITE_ADMINS: users.bob.id } });
    const { view } = await preview(app, two);
    const { body } = await send(app, view);
    expect(body).toMatchObject({ response_action: 'update' });
    expect(JSON.stringify(body)).toContain(why);
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it.each<[string, Filled]>([
    ['the role may not be given', { roles: [option(roles.viewer.id, roles.viewer.name)] }],
    ['an address may not be invited', { domains: 'example.org' }],
  ])('is not sent where %s any more', async (_, settings) => {
    const app = await startUnconnected();
    await app.connect();
    const { view } = await preview(app, two);
    await app.submit(await app.open('settings'), settings);
    const { body } = await app.sendPreview(view);
    expect(JSON.stringify(body)).toContain(
      'Nobody was invited: who may be invited from here, or as what, was changed meanwhile.',
    );
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it('is not sent to another organization than the one that it was shown for', async () => {
    const app = await startInstallable();
    await app.install(acme);
    await app.connect({}, organizations.acme);
    const { view } = await preview(app, two, organizations.acme.id);
    await app.connect({}, organizations.globex);
    const { body } = await app.sendPreview(view);
    expect(JSON.stringify(body)).toContain(
      'Nobody was invited: this workspace has been connected to *Globex Inc.* since the form was opened.',
    );
    await app.finish();
    expect(app.piper.added).toBe(0);
  });
});

describe('a preview that is refused', () => {
  const refusedBeside = async (rootViewId: string) => {
    const app = await startApp();
    const { view } = await preview(app, two);
    const body = viewBody(view, {}, { userId: users.bob.id, viewId: 'V0PREVIEW' });
    const answer = await app.interact({
      ...body,
      view: { ...body.view, root_view_id: rootViewId },
    });
    return (answer.body as Answered).view?.close?.text;
  };

  it('leads back to the form, or is closed where a command has opened it', async () => {
    expect(await refusedBeside('V0FORM')).toBe('Back');
    expect(await refusedBeside('V0PREVIEW')).toBe('Close');
  });
});

describe('a form that takes longer than Slack waits', () => {
  it('shows that people are looked up, then the preview in its place', async () => {
    const app = await startApp();
    const timers = holdTimers();
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    app.slack.on('users.info', async ({ user }) => {
      asked.resolve();
      await answered.promise;
      return { ok: true, user: Object.values(users).find(({ id }) => id === user) };
    });
    let updates = 0;
    app.slack.on('views.update', () => {
      updates += 1;
      return updates === 1 ? { ok: false, error: 'not_found' } : { ok: true };
    });
    const answer = app.submitInvite({ people: [users.bob.id, users.carol.id] });
    await asked.promise;
    await timers.letPass(limits.lookupBeforeAnswer);
    const waiting = pushedView((await answer).body);
    expect(wordsOf(waiting)).toBe('Looking everybody up in Slack and Piper…');
    answered.resolve();
    await eventually(() => expect(updates).toBe(2));
    const update = app.journal.of('views.update').at(-1);
    expect(update).toMatchObject({ external_id: waiting.external_id });
    const shown = update?.view as ModalView;
    expect(shown.submit?.text).toBe('Send 2 invites');
    await app.sendPreview(shown);
    await app.finish();
    expect(app.piper.added).toBe(2);
  });
});

describe('everybody in a channel or a user group', () => {
  const mixed = [...crowd.slice(0, 20), users.gina, users.robot, users.victor, users.nora];

  it('is invited, but for guests, bots, the deactivated, outsiders and those without an address', async () => {
    const app = await crowded({}, [...mixed, users.stranger]);
    const { view, lines } = await preview(app, { channels: ['C0TEAM'], userGroups: ['S0LEADS'] });
    expect(view.submit?.text).toBe('Send 20 invites');
    expect(lines.slice(1, 3)).toEqual(['By domain: 20 acme.example.', '*Editor* (20)']);
    expect(lines.slice(4, -1)).toEqual([
      '<!subteam^S0LEADS> has 25 people and <#C0TEAM> has 25 people.',
      'Left out: <@U0GINA> is a guest.',
      'Left out: <@U0ROBOT> is a bot.',
      'Left out: <@U0VICTOR> is deactivated.',
      'Left out: <@U0NORA> has no e-mail address in Slack.',
      'Left out: <@U0STRANGER> is from another workspace.',
      '20 duplicates were merged: everybody is invited once.',
    ]);
    expect(app.journal.of('users.list')).toHaveLength(1);
    expect(app.journal.of('users.info').length).toBeLessThan(3);
    await app.sendPreview(view);
    await app.finish();
    expect(app.piper.added).toBe(20);
  });

  it('says under its field why it cannot be read', async () => {
    const app = await crowded();
    const answer = await app.submitInvite({ channels: ['C0SECRET'], userGroups: ['S0OPS'] });
    expect(errorsOf(answer)).toEqual({
      invite_channels:
        "I can't see who is in this channel. Add me to it if it is a private channel, and be in it yourself.",
      invite_groups:
        'Nobody in it can be invited: only full members with an e-mail address are. Choose another one.',
    });
  });

  it('says so where nobody in it can be invited', async () => {
    const app = await crowded({}, [users.gina, users.robot]);
    expect(errorsOf(await app.submitInvite({ channels: ['C0TEAM'] }))).toEqual({
      invite_channels:
        'Nobody in it can be invited: only full members with an e-mail address are. Choose another one.',
    });
  });
});

describe('a CSV file', () => {
  it('is read, with the roles that its lines give', async () => {
    const app = await crowded({
      F1: 'Name;E-Mail;Role\nAda;ada@example.com;viewer\nGrace;grace@example.com;\nEve;eve@;\nJoe;joe@example.com;Boss',
    });
    const { view, lines } = await preview(app, { file: 'F1' });
    expect(lines).toEqual([
      '*2 people* will be invited to *Acme Robotics*: *Editor* (1) and *Viewer* (1).',
      '*Editor* (1)',
      'grace@example.com',
      '*Viewer* (1)',
      'ada@example.com',
      'Line 4 of the file has no e-mail address that I understand: "eve@".',
      'The file gives 1 person a role that can\'t be given from here: "Boss".',
      'Nothing is sent until you press Send. Back leads to the form, with everything in it.',
    ]);
    await app.sendPreview(view);
    await app.finish();
    expect(app.journal.of('POST members')).toEqual([
      { email: 'ada@example.com', role_id: roles.viewer.id },
      { email: 'grace@example.com', role_id: roles.editor.id },
    ]);
  });

  it('with five hundred people is one batch', async () => {
    const addresses = Array.from({ length: 500 }, (_, number) => `p${number}@example.com`);
    const app = await crowded({ F1: ['email', ...addresses].join('\n') });
    const { view } = await preview(app, { file: 'F1' });
    expect(view.submit?.text).toBe('Send 500 invites');
    // A failure that concerns everybody ends the whole batch at once, so the test need not wait.
    app.piper.onAdd = () => [403, { detail: 'members:invite is missing' }];
    app.slack.fail('files.getUploadURLExternal', 'missing_scope');
    expect((await app.sendPreview(view)).body).toEqual({ response_action: 'clear' });
    await app.finish();
    expect(app.said().privately).toEqual([
      expect.stringMatching(/^500 people weren't invited to \*Acme Robotics\*/),
    ]);
  });

  it('with one person to invite is shown first where it leaves out others', async () => {
    const app = await crowded({
      F1: 'username,email,status\nada,ada@example.com,Member\nbob,bob@example.com,Deactivated\nzap,,Bot',
    });
    const { view, lines } = await preview(app, { file: 'F1' });
    expect(view.submit?.text).toBe('Send 1 invite');
    expect(lines).toContain(
      'Left out, since the file says "Deactivated": bob@example.com (line 3). ' +
        'Left out, since the file says "Bot": zap, Bot (line 4).',
    );
    await app.sendPreview(view);
    await app.finish();
    expect(app.journal.of('POST members')).toMatchObject([{ email: 'ada@example.com' }]);
  });

  it('of nobody who can be invited says so under its field', async () => {
    const app = await crowded({ F1: 'email,status\nbob@example.com,Suspended' });
    expect(errorsOf(await app.submitInvite({ file: 'F1' }))).toEqual({
      file: 'Left out, since the file says "Suspended": bob@example.com (line 2).',
    });
  });

  it('is of no use without addresses, which its field says', async () => {
    const app = await crowded({ F1: 'name,team\nAda,Engines' });
    expect(errorsOf(await app.submitInvite({ file: 'F1' }))).toEqual({
      file: 'This file has no column with e-mail addresses. Its columns: "name" and "team". Choose another one.',
    });
  });
});

describe('help', () => {
  it('says nothing of ways to name people that the app has', async () => {
    const app = await crowded();
    expect(JSON.stringify((await app.command('help')).body)).not.toContain('usergroups:read');
  });

  it('says how to get those that it has not', async () => {
    const app = await startApp({
      beforeStart: (slack) => slack.grants.scopes?.push('usergroups:read', 'channels:read'),
    });
    expect((await app.command('help')).body).toMatchObject({
      text: expect.stringContaining(
        'The form can also invite everybody in a channel or a file, and I can send you the results of many invites, the history and the record as CSV files: whoever runs the app can give it `channels:read`, `groups:read`, `files:read` and `files:write` in Slack',
      ),
    });
  });
});
