import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { startInstallable, type TestApp } from '../helpers/app.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { organizations } from '../helpers/organizations.ts';
import { joined, member, role, roles } from '../helpers/piper.ts';
import { acme, globex, type Place, umbrella, users } from '../helpers/slack.ts';
import { option, wordsIn } from '../helpers/views.ts';

const alice = users.alice.id;
const bob = users.bob.id;
/** A role that there is in every organization but one. */
const pilot = role('Pilot');

/** Everything that is connected: two workspaces, and an Enterprise organization of two more. */
const connections = [
  { place: acme, organization: organizations.acme, scope: 'T0ACME' },
  { place: globex, organization: organizations.globex, scope: 'T0GLOBEX' },
  { place: umbrella, organization: organizations.umbrella, scope: 'E0UMBRELLA' },
];
type Connection = (typeof connections)[number];

const addressOf = (userId: string) => `${userId.toLowerCase()}@everywhere.example`;
/** The same account at Piper in each organization, as an Admin. */
const corp = 'corp@everywhere.example';

const rule = (about: Partial<Rule>): Rule => ({
  id: 'r1',
  name: 'Bob',
  who: { kind: 'chosen', userIds: [bob], userGroupIds: [] },
  roles: 'all',
  domains: 'all',
  fate: 'direct',
  ...about,
});

/** Where Bob is an admin in Slack; Alice is one everywhere. */
let bobsPlaces: string[] = [];
beforeEach(() => {
  bobsPlaces = [];
});

/** Everybody has the same ID and the same confirmed address wherever they are. */
function sameEverywhere(app: TestApp) {
  app.slack.on('users.info', ({ user = '' }, { name, teamIds, enterpriseId }) => {
    const is_admin = user === alice || (user === bob && bobsPlaces.includes(name));
    return {
      ok: true,
      user: {
        id: user,
        name: user,
        team_id: teamIds[0],
        is_admin,
        is_email_confirmed: true,
        profile: { display_name: user, email: addressOf(user) },
        ...(enterpriseId && {
          enterprise_user: { enterprise_id: enterpriseId, is_admin, teams: teamIds },
        }),
      },
    };
  });
}

const inPiper = (app: TestApp, { organization: { id } }: Connection) => {
  const found = app.piper.all.find((each) => each.id === id);
  if (!found) throw new Error('no such organization');
  return found;
};

/** All three are connected; `bobIs` is his role in Piper in each, if he has one. */
async function connectAll(
  bobIs: (connection: Connection) => typeof roles.viewer | undefined,
  connectedBy: (connection: Connection) => string = () => alice,
): Promise<TestApp> {
  const app = await startInstallable();
  sameEverywhere(app);
  for (const connection of connections) {
    const { place, organization } = connection;
    const given = bobIs(connection);
    const piper = inPiper(app, connection);
    const isPilotThere = given?.id !== roles.viewer.id;
    piper.roles.splice(0, 1, ...Object.values(roles), ...(isPilotThere ? [pilot] : []));
    piper.members.push(
      member(addressOf(alice), roles.admin, joined),
      member(corp, roles.admin, joined),
      ...(given ? [member(addressOf(bob), given, joined)] : []),
    );
    await app.install(place);
    const filled = { who: option('members'), enterprise: [option('yes')] };
    await app
      .in(place)
      .connect(filled, { userId: connectedBy(connection), token: organization.token });
  }
  return app;
}

/**
 * Bob is a Viewer here, where Alice has connected. Everywhere else he is all that there is: an Admin, linked to another one, an admin
 * in Slack, whoever has connected, and a rule lets him give whatever he likes.
 */
async function startViewer(here: Place, at: number) {
  const elsewhere = connections.filter(({ place }) => place !== here);
  bobsPlaces = elsewhere.map(({ place }) => place.name);
  const app = await connectAll(
    ({ place }) => (place === here ? roles.viewer : roles.admin),
    ({ place }) => (place === here ? alice : bob),
  );
  const link = `link <@${bob}> ${corp}`;
  for (const { place } of elsewhere) {
    const { body } = await app.in(place).command(link, { user_id: alice });
    expect(wordsIn(body)).toContain('is linked to');
  }
  const settings: Partial<ConnectionSettings> = {
    rules: [rule({ roles: Object.values(roles).map(({ id }) => id), beyondOwnRole: true })],
  };
  for (const { scope } of elsewhere) changeSettings(app, settings, scope);
  app.forget();
  const [connection] = connections.filter(({ place }) => place === here);
  const [other] = elsewhere;
  if (!connection || !other) throw new Error('not connected');
  return { app, connection, ours: app.in(here, at), theirs: app.in(other.place) };
}

/** Whom each organization has. */
const members = (app: TestApp) =>
  connections.map((each) => [...app.piper.addresses(each.organization.id)]);

/** Does something of which nothing is to come, wherever. */
async function expectNothing(app: TestApp, act: () => Promise<unknown>): Promise<void> {
  const before = members(app);
  const changes = app.journal.everOf('PATCH member').length;
  await act();
  await app.finish();
  expect(members(app)).toEqual(before);
  expect(app.journal.everOf('PATCH member')).toHaveLength(changes);
}

const above = 'can do more in Piper than your own role there';

describe.each([
  ['a workspace', acme, 0],
  ['an Enterprise organization', umbrella, 0],
  ['another workspace of an Enterprise organization', umbrella, 1],
])('a Viewer in %s, who may do everything elsewhere,', (_, here, at) => {
  it('gives no more by the command or the form', async () => {
    const { app, connection, ours, theirs } = await startViewer(here, at);
    const { id: organizationId } = connection.organization;
    const by = { userId: bob, organizationId };
    const typed = async (gestures: typeof ours, name: string) => {
      const { body } = await gestures.command(`check eve@example.com as ${name}`, { user_id: bob });
      return wordsIn(body);
    };
    expect(await typed(theirs, 'Admin')).toContain('would be invited at once');
    await expectNothing(app, async () => {
      for (const name of ['Admin', 'Editor']) {
        expect(await typed(ours, name)).toContain("can't be invited");
        await ours.invite(`eve@example.com as ${name}`, bob);
        expect(app.said().privately.at(-1)).toContain(above);
      }
      await ours.invite('eve@example.com as Pilot', bob);
      expect(app.said().privately.at(-1)).toContain('There is no role "Pilot"');
      for (const [given, words] of [
        [roles.admin, above],
        [{ id: roles.admin.id, name: 'Viewer' }, above],
        [pilot, 'Piper no longer has the role Pilot'],
      ] as const) {
        const { body } = await ours.submitInvite({ addresses: 'eve@example.com', role: given }, by);
        expect(wordsIn(body)).toContain(words);
      }
      const { id: another } = organizations.globex;
      const values = { addresses: 'eve@example.com', role: roles.admin };
      await ours.submitInvite(values, { userId: bob, organizationId: another });
    });
  });

  it('gives what a Viewer may', async () => {
    const { app, connection, ours } = await startViewer(here, at);
    await ours.invite('ada@example.com as Viewer', bob);
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.piper.addresses(connection.organization.id)).toContain('ada@example.com');
  });

  it('gives no more by a button or a preview', async () => {
    const { app, ours, theirs } = await startViewer(here, at);
    const crowd = 'eve@example.com, joan@example.com as Admin';
    const previews = [await theirs.open(crowd, bob), await ours.open(crowd, alice)];
    for (const preview of previews) expect(wordsIn(preview)).toContain('2 people');
    app.piper.onAdd = () => [403, { detail: 'no' }];
    await ours.invite('ada@example.com as Admin', alice);
    await vi.waitFor(() => expect(app.said().privately.join()).toContain("wasn't invited"));
    app.piper.onAdd = undefined;
    const [batch] = app.query('select id from batches');
    await expectNothing(app, async () => {
      for (const preview of previews) await ours.sendPreview(preview, { userId: bob });
      for (const gestures of [ours, theirs]) {
        const button = { action_id: 'retry_batch', value: String(batch?.id) };
        await gestures.press(button, { userId: bob });
      }
    });
    expect(app.rows('batches')).toBe(1);
  });

  it('changes no role, though an admin in Slack', async () => {
    const { app, connection, ours, theirs } = await startViewer(here, at);
    bobsPlaces = connections.map(({ place }) => place.name);
    for (const each of connections) {
      inPiper(app, each).members.push(member('ada@example.com', roles.viewer, joined));
    }
    inPiper(app, connection).members.push(member('max@example.com', roles.editor, joined));
    const change = { new_role: option(roles.admin.id, 'Admin') };
    const form = await theirs.open('role ada@example.com', bob);
    const own = await ours.open('role ada@example.com', bob);
    await expectNothing(app, async () => {
      for (const text of ['role ada@example.com Admin', 'role max@example.com Viewer']) {
        const view = await ours.open(text, bob);
        expect(wordsIn(view)).toContain(above);
        expect(view.submit).toBeUndefined();
      }
      for (const view of [form, own]) {
        const confirm = (await ours.submit(view, change, { userId: bob })).view;
        if (confirm?.submit) await ours.submit(confirm, {}, { userId: bob });
      }
    });
  });

  it('has nothing sent any more once they are gone, though it was stored', async () => {
    const { app, connection, ours } = await startViewer(here, at);
    const list = inPiper(app, connection).members;
    app.piper.onAdd = (_keep, attempts) => {
      if (attempts > 1) return undefined;
      const isBob = ({ user }: (typeof list)[number]) => user.email === addressOf(bob);
      list.splice(list.findIndex(isBob), 1);
      return [503, 'down'];
    };
    await ours.command('ada@example.com as Viewer', { user_id: bob });
    await app.finish();
    expect(members(app).flat()).not.toContain('ada@example.com');
    expect([...app.said().privately, ...app.said().directly].join('\n')).toContain(
      "*ada@example.com* wasn't invited to",
    );
  });
});

describe('what is denied elsewhere', () => {
  it('is given here', async () => {
    const app = await connectAll(({ place }) => (place === globex ? roles.editor : undefined));
    const settings = { rules: [rule({ fate: 'deny' })] };
    for (const { place, scope } of connections) {
      if (place !== globex) changeSettings(app, settings, scope);
    }
    await app.in(acme).invite('ada@example.com as Viewer', bob);
    expect(app.piper.added).toBe(0);
    await app.in(globex).invite('ada@example.com as Editor', bob);
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.piper.addresses(organizations.globex.id)).toContain('ada@example.com');
  });
});

describe('a workspace with a connection of its own in an Enterprise organization', () => {
  it('has rights, rules and links of its own', async () => {
    const app = await connectAll(({ place }) => (place === umbrella ? undefined : roles.viewer));
    const [red, white] = [app.in(umbrella), app.in(umbrella, 1)];
    await red.command(`link <@${bob}> ${corp}`, { user_id: alice });
    const { token } = organizations.globex;
    await white.connect({ who: option('members'), enterprise: [] }, { token });
    const denying = rule({ domains: ['evil.example'], fate: 'deny' });
    changeSettings(app, { rules: [denying] }, 'T0WHITE');
    const told = async (gestures: typeof red, text: string) =>
      wordsIn((await gestures.command(text, { user_id: bob })).body);
    expect(await told(red, 'check ada@evil.example as Admin')).toContain('would be invited at');
    expect(await told(white, 'check ada@example.com as Admin')).toContain(above);
    expect(await told(white, 'check ada@evil.example as Viewer')).toContain('A rule matches and');
    await white.invite('ada@evil.example as Admin', bob);
    await red.invite('ada@evil.example as Admin', bob);
    await app.finish();
    expect(app.piper.added).toBe(1);
    expect(app.piper.addresses(organizations.umbrella.id)).toContain('ada@evil.example');
  });
});
