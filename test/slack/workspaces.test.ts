import { describe, expect, it, vi } from 'vitest';
import { type ForMany, startForMany } from '../helpers/many-workspaces.ts';
import {
  acme,
  createOutside,
  globex,
  type Outside,
  organizations,
  type Place,
  type TestOrganization,
  umbrella,
} from '../helpers/outside.ts';

type Tenant = { place: Place; organization: TestOrganization };
const first: Tenant = { place: acme, organization: organizations.acme };
const second: Tenant = { place: globex, organization: organizations.globex };
const tenants = [first, second];

/** Both workspaces, installed and connected. Answers from outside come in another order than their questions. */
async function startBoth() {
  const outside = createOutside();
  const clock = { now: Date.now() };
  let calls = 0;
  outside.beforeAnswer = async () => {
    calls += 1;
    for (let turn = (calls * 7) % 5; turn > 0; turn -= 1) await new Promise(setImmediate);
  };
  const app = await startForMany(outside, { overrides: { clock: { now: () => clock.now } } });
  for (const { place, organization } of tenants) {
    await app.install(place);
    await app.connect(place, organization);
  }
  return { outside, app, clock };
}

/** Everything that people do, for one workspace; ends when it has been answered. */
function actions(app: ForMany, { place, organization }: Tenant, round: number) {
  const name = place.name.toLowerCase();
  const [role] = organization.roles;
  return [
    () => app.command(place, ''),
    () => app.command(place, `typed-${round}@${name}.example as ${role?.name}`),
    () => app.command(place, `same-${round}@example.com as ${role?.name}`),
    () => app.command(place, `<@U0BOB${round}|bob> as ${role?.name}`),
    () =>
      app.submit(
        place,
        {
          people: [`U0CAROL${round}`],
          addresses: `formed-${round}@${name}.example`,
          role: { id: 'role-editor', name: role?.name ?? '' },
        },
        organization,
        { viewId: `V0SAME${round}` },
      ),
    () => app.command(place, 'status'),
    async () => {
      const { body } = await app.roleOptions(place);
      expect(body).toMatchObject({ options: [{ text: { text: role?.name } }] });
    },
  ];
}

/** Invites somebody by command, and gives what was said about it. */
const inviter =
  (outside: Outside, app: ForMany) =>
  async ({ place, organization }: Tenant, person: string, inviter = 'U0ALICE') => {
    const before = outside.calls.length;
    const text = `${person} as ${organization.roles[0]?.name}`;
    await app.command(place, text, { user_id: inviter });
    return vi.waitFor(() => {
      const said = outside.calls
        .slice(before)
        .filter(({ name }) => name === 'response_url' || name === 'chat.postMessage')
        .map(({ body }) => String(body.text))
        .filter((words) => !words.startsWith('This workspace is connected'));
      expect(said).toHaveLength(1);
      return said[0];
    });
  };

/** Nothing that was said or done with one tenant's tokens has anything of the other's. */
function expectApart(outside: Outside): void {
  for (const { place, organization } of tenants) {
    const other = tenants.find((tenant) => tenant.place !== place)?.place.name ?? '';
    const own = [place.botToken, place.teamIds[0], organization.token];
    const calls = outside.calls.filter(({ token }) => own.includes(token));
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
  expect(outside.calls.filter(({ token }) => !known.includes(token))).toEqual([]);
  const withoutToken = outside.calls.filter(({ token }) => token === '');
  expect(new Set(withoutToken.map(({ name }) => name))).toEqual(new Set(['oauth.v2.access']));
}

describe('two workspaces with two organizations', () => {
  it('are served apart, however their requests are mixed', async () => {
    const { outside, app } = await startBoth();
    const rounds = [0, 1, 2];
    const work = rounds.flatMap((round) => {
      const others = actions(app, second, round);
      return actions(app, first, round).flatMap((act, at) => [act, others[at] ?? act]);
    });
    await Promise.all(work.map((act) => act()));
    await app.finish();

    expectApart(outside);
    for (const { place, organization } of tenants) {
      const domain = `${place.name.toLowerCase()}.example`;
      const added = outside
        .callsOf('POST members')
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
    expect(errors.filter(({ msg }) => !msg.includes('encryption key'))).toEqual([]);
  });

  it('share nothing that is remembered: people, roles, organizations or members', async () => {
    const { outside, app } = await startBoth();
    outside.members.get(organizations.acme.id)?.push('grace@example.com');
    const said = inviter(outside, app);
    // Each is asked first by one workspace, then by the other, while the first answer is still believed.
    expect(await said(first, 'grace@example.com')).toContain('is already invited to *Acme Inc.*');
    expect(await said(second, 'grace@example.com')).toContain(
      'invited *grace@example.com* to *Globex Inc.* as *Globex Editor*',
    );
    await said(second, '<@U0BOB|bob>');
    await said(first, '<@U0BOB|bob>');
    const addresses = outside.callsOf('POST members').map(({ token, body }) => [token, body.email]);
    expect(addresses).toEqual([
      [organizations.globex.token, 'grace@example.com'],
      [organizations.globex.token, 'u0bob@globex.example'],
      [organizations.acme.token, 'u0bob@acme.example'],
    ]);
    expect(outside.places.size).toBe(2);
    await app.finish();
    expectApart(outside);
  });

  it('decide for themselves who is who: an admin of one is nobody in the other', async () => {
    const { outside, app } = await startBoth();
    outside.admins.set('Globex', 'U0GERRY');
    const said = inviter(outside, app);
    expect(await said(first, 'ada@example.com', 'U0GERRY')).toContain('admins');
    expect(await said(second, 'ada@example.com', 'U0GERRY')).toContain(
      'invited *ada@example.com* to *Globex Inc.*',
    );
    expect(await said(first, 'ada@example.com', 'U0GERRY')).toContain('admins');
    await app.finish();
    expect(outside.callsOf('POST members').map(({ token }) => token)).toEqual([
      organizations.globex.token,
    ]);
  });
});

describe('whoever connected a workspace', () => {
  it('is told by the token of the whole organization where the app is installed in all of it', async () => {
    const outside = createOutside();
    const app = await startForMany(outside);
    await app.install(umbrella);
    await app.connect(umbrella, organizations.umbrella, { at: 1 });
    outside.rejectedTokens.add(organizations.umbrella.token);
    await app.command(umbrella, '', {}, 1);
    await vi.waitFor(() => {
      const told = outside
        .callsOf('chat.postMessage')
        .filter(({ body }) => String(body.text).startsWith('Piper no longer lets'));
      expect(told).toMatchObject([{ token: 'xoxb-umbrella-1', body: { channel: 'U0ALICE' } }]);
    });
  });
});
