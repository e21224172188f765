import { describe, expect, it } from 'vitest';
import { startInstallable, type TestApp } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizations } from '../helpers/organizations.ts';
import { member, roles, type TestOrganization } from '../helpers/piper.ts';
import { acme, globex, type Place, umbrella } from '../helpers/slack.ts';
import { wordsIn } from '../helpers/views.ts';

type Tenant = { place: Place; organization: TestOrganization };
const first: Tenant = { place: acme, organization: organizations.acme };
const second: Tenant = { place: globex, organization: organizations.globex };
const tenants = [first, second];

/** Both workspaces, installed and connected. Answers from outside come in another order than their questions. */
async function startBoth() {
  const app = await startInstallable();
  let calls = 0;
  const inDisorder = async () => {
    calls += 1;
    for (let turn = (calls * 7) % 5; turn > 0; turn -= 1) await new Promise(setImmediate);
  };
  app.slack.beforeAnswer = inDisorder;
  app.piper.beforeAnswer = inDisorder;
  for (const { place, organization } of tenants) {
    await app.install(place);
    await app.in(place).connect({}, organization);
  }
  return app;
}

/** Everything that people do, for one workspace; ends when it has been answered. */
function actions(app: TestApp, { place, organization }: Tenant, round: number) {
  const name = place.name.toLowerCase();
  const [role] = organization.roles;
  return [
    () => app.in(place).command(''),
    () => app.in(place).command(`typed-${round}@${name}.example as ${role?.name}`),
    () => app.in(place).command(`same-${round}@example.com as ${role?.name}`),
    () => app.in(place).command(`<@U0BOB${round}|bob> as ${role?.name}`),
    () =>
      app.in(place).submitAndSend(
        {
          people: [`U0CAROL${round}`],
          addresses: `formed-${round}@${name}.example`,
          role: { id: roles.editor.id, name: role?.name ?? '' },
        },
        { organizationId: organization.id, viewId: `V0SAME${round}` },
      ),
    () => app.in(place).command('status'),
    async () => {
      expect(await app.in(place).optionsOf('role', '')).toEqual([role?.name]);
    },
  ];
}

/** Invites somebody by command, and gives what was said about it. */
const inviter =
  (app: TestApp) =>
  async ({ place, organization }: Tenant, person: string, inviter = 'U0ALICE') => {
    const before = app.journal.ever.length;
    const text = `${person} as ${organization.roles[0]?.name}`;
    const { body: answer } = await app.in(place).command(text, { user_id: inviter });
    if (answer) return wordsIn(answer);
    return eventually(() => {
      const said = app.journal.ever
        .slice(before)
        .filter(({ name }) => name === 'response_url' || name === 'chat.postMessage')
        .map(({ body }) => String(body.text))
        .filter((words) => !words.startsWith('This workspace is connected'));
      expect(said).toHaveLength(1);
      return said[0];
    });
  };

/** Nothing that was said or done with one tenant's tokens has anything of the other's. */
function expectApart(app: TestApp): void {
  for (const { place, organization } of tenants) {
    const other = tenants.find((tenant) => tenant.place !== place)?.place.name ?? '';
    const own = [place.botToken, place.teamIds[0], organization.token];
    const calls = app.journal.ever.filter(({ token }) => own.includes(token));
    expect(calls.length).toBeGreaterThan(0);
    for (const { name, body } of calls) {
      expect(`${name} ${JSON.stringify(body)}`.toLowerCase()).not.toContain(other.toLowerCase());
    }
  }
  const known = tenants.flatMap(({ place, organization }) => [
    place.botToken,
    place.teamIds[0],
    organization.token,
    '',
  ]);
  expect(app.journal.ever.filter(({ token }) => !known.includes(token))).toEqual([]);
  const withoutToken = app.journal.ever.filter(({ token }) => token === '');
  expect(new Set(withoutToken.map(({ name }) => name))).toEqual(new Set(['oauth.v2.access']));
}

describe('two workspaces with two organizations', () => {
  it('are served apart, however their requests are mixed', async () => {
    const app = await startBoth();
    const rounds = [0, 1, 2];
    const work = rounds.flatMap((round) => {
      const others = actions(app, second, round);
      return actions(app, first, round).flatMap((act, at) => [act, others[at] ?? act]);
    });
    await Promise.all(work.map((act) => act()));
    await app.finish();

    expectApart(app);
    for (const { place, organization } of tenants) {
      const domain = `${place.name.toLowerCase()}.example`;
      const added = app.journal
        .everOf('POST members')
        .filter(({ token }) => token === organization.token)
        .map(({ body }) => body.email);
      const expected = rounds.flatMap((round) => [
        `typed-${round}@${domain}`,
        `same-${round}@example.com`,
        `u0bob${round}@${domain}`,
        `u0carol${round}@${domain}`,
        `formed-${round}@${domain}`,
      ]);
      expect(added.toSorted()).toEqual(expected.toSorted());
    }
    const errors = app.log().filter(({ level }) => level === 'error' || level === 'warn');
    // A busy machine answers late.
    const expected = /encryption key|answered too late/;
    expect(errors.filter(({ msg }) => !expected.test(msg))).toEqual([]);
  });

  it('share nothing that is remembered: people, roles, organizations or members', async () => {
    const app = await startBoth();
    app.piper.members.push(member('grace@example.com'));
    const said = inviter(app);
    // Each is asked first by one workspace, then by the other, while the first answer is still believed.
    expect(await said(first, 'grace@example.com')).toContain('is already invited to *Acme Inc.*');
    expect(await said(second, 'grace@example.com')).toContain(
      'invited *grace@example.com* to *Globex Inc.* as *Globex Editor*',
    );
    await said(second, '<@U0BOB|bob>');
    await said(first, '<@U0BOB|bob>');
    const addresses = app.journal
      .everOf('POST members')
      .map(({ token, body }) => [token, body.email]);
    expect(addresses).toEqual([
      [organizations.globex.token, 'grace@example.com'],
      [organizations.globex.token, 'u0bob@globex.example'],
      [organizations.acme.token, 'bob@acme.example'],
    ]);
    expect(app.slack.places.size).toBe(2);
    await app.finish();
    expectApart(app);
  });

  it('decide for themselves who is who: an admin of one is nobody in the other', async () => {
    const app = await startBoth();
    app.slack.admins.set('Globex', 'U0GERRY');
    const { id, roles } = organizations.globex;
    app.piper.join('u0gerry@globex.example', roles[0], id);
    const said = inviter(app);
    expect(await said(first, 'ada@example.com', 'U0GERRY')).toContain('admins');
    expect(await said(second, 'ada@example.com', 'U0GERRY')).toContain(
      'invited *ada@example.com* to *Globex Inc.*',
    );
    expect(await said(first, 'ada@example.com', 'U0GERRY')).toContain('admins');
    await app.finish();
    expect(app.journal.everOf('POST members').map(({ token }) => token)).toEqual([
      organizations.globex.token,
    ]);
  });
});

describe('whoever connected a workspace', () => {
  it('is told by the token of the whole organization where the app is installed in all of it', async () => {
    const app = await startInstallable();
    await app.install(umbrella);
    await app.in(umbrella, 1).connect({}, organizations.umbrella);
    app.piper.accepted = [];
    await app.in(umbrella, 1).command('');
    await eventually(() => {
      const told = app.journal
        .everOf('chat.postMessage')
        .filter(({ body }) => String(body.text).startsWith('Piper no longer lets'));
      expect(told).toMatchObject([{ token: 'xoxb-umbrella-1', body: { channel: 'U0ALICE' } }]);
    });
  });
});
