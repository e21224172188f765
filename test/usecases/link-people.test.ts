import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member, OrganizationDetails, Role } from '../../src/domain/organization.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import { createAuthority } from '../../src/usecases/authority.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import { links as limits } from '../../src/usecases/limits.ts';
import { createLinkPeople } from '../../src/usecases/link-people.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import {
  acmeDetails,
  connectionWithToken,
  member,
  person,
  systemRole,
} from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry } from '../helpers/stored.ts';

const viewer = systemRole('Viewer');
const editor = systemRole('Editor');
const admin = systemRole('Admin');
const pilot: Role = { id: 'role-pilot', name: 'Pilot' };
const roles = [viewer, editor, admin, pilot];

const inPiper = (address: string, roleName: string, about: Partial<Member> = {}): Member =>
  member(address, { roleName, status: { kind: 'joined' }, ...about });
const inSlack = (name: string, about: Partial<Person> = {}): Person =>
  person({
    id: `U${name.toUpperCase()}`,
    name,
    address: `${name}@acme.example`,
    isAddressConfirmed: true,
    ...about,
  });

type World = {
  people: Person[];
  members: Member[];
  details?: Partial<OrganizationDetails>;
  connectedBy?: string;
  piperIsDown?: boolean;
};

const acme: World = {
  people: [
    inSlack('olivia'),
    inSlack('anna'),
    inSlack('eve'),
    inSlack('nobody'),
    inSlack('connector'),
    inSlack('grace'),
    inSlack('gina', { isGuest: true }),
    inSlack('otto', { isBot: true }),
    inSlack('dora', { isDeactivated: true }),
    inSlack('xaver', { isExternal: true }),
  ],
  members: [
    inPiper('olivia@acme.example', 'Admin'),
    inPiper('anna@acme.example', 'Admin'),
    inPiper('eve@acme.example', 'Editor'),
    inPiper('grace@corp.example', 'Viewer'),
    inPiper('editor@corp.example', 'Editor'),
    inPiper('admin@corp.example', 'Admin'),
    inPiper('pilot@corp.example', 'Pilot'),
    inPiper('twin@corp.example', 'Viewer'),
    inPiper('Twin@corp.example', 'Viewer', { userId: 'the other twin' }),
    member('late@corp.example', { roleName: 'Viewer' }),
  ],
  connectedBy: 'UCONNECTOR',
};

let organizations = 0;

/** An organization of its own in a storage, whose owner is Olivia. */
async function setUp(world: World = acme, storage = openEmpty()) {
  const { links, connections, location } = await storage;
  const clock = fakeClock();
  organizations += 1;
  const connection = connectionWithToken({
    organization: { id: `org-${organizations}`, name: 'Acme Robotics' },
    connectedBy: world.connectedBy ?? '',
  });
  await connections.save(connection, entry({ action: 'connect' }));
  const { piper } = fakePiper({ clock, members: world.members, roles });
  const details = {
    ...acmeDetails,
    ownerUserId: 'piper-olivia@acme.example',
    tokenRole: editor,
    ...world.details,
  };
  const down = { kind: 'unavailable', contact: 'not_sent' } as const;
  const connected: Connected = {
    kind: 'connected',
    connection,
    isFixed: false,
    piper: {
      ...piper,
      rights: async () => {
        const roles = await piper.roles();
        return !world.piperIsDown && roles.ok ? ok({ details, roles: roles.value }) : err(down);
      },
    },
    checkAgain: async () => true,
  };
  const known = new Map(world.people.map((each) => [each.id, each]));
  const find = async (userId: string) => {
    const found = known.get(userId);
    return found ? ok(found) : err('unknown' as const);
  };
  const workspace = {
    ref: { teamId: 'T1' },
    inviteAdmins: new Set<string>(),
    people: {
      find,
      findAnew: find,
      remembered: (userId: string) => known.get(userId),
    },
    userGroups: { list: async () => ok([]), members: async () => ok([]) },
  };
  const { authorityOf, remembered } = createAuthority({
    links,
    invitationQueries: { counted: async () => [] },
    now: () => 0,
  });
  const people = createLinkPeople({ links, authorityOf, now: clock.now });
  const requestOf = (by: string, userId: string) =>
    ({ workspace, connected, by, userId, surface: 'command' }) as const;
  return {
    clock,
    connected,
    links,
    link: (by: string, userId: string, address: string) =>
      people.link(requestOf(by, userId), address),
    unlink: (by: string, userId: string) => people.unlink(requestOf(by, userId)),
    show: (userId: string) => people.show(requestOf('', userId)),
    ask: (userId: string, isDelivered = true) =>
      people.ask({ connected, userId }, async () => isDelivered),
    ownOf: async (userId: string) => (await authorityOf(workspace, userId, connected, 'new')).own,
    rememberedOwnOf: async (userId: string) =>
      (await remembered(workspace, userId, connected))?.own,
    recorded: async () =>
      (await auditRecord(location, 'T1')).filter(({ action }) => action.endsWith('link')),
  };
}

describe('linking somebody', () => {
  it.each([
    ['the owner', 'UOLIVIA', 'admin@corp.example'],
    ['an admin', 'UANNA', 'admin@corp.example'],
    ['an editor', 'UEVE', 'grace@corp.example'],
    ['an editor, to another editor', 'UEVE', 'EDITOR@corp.example'],
    ['whoever connected the workspace, by what its token may', 'UCONNECTOR', 'grace@corp.example'],
    ['the owner, to somebody whose role nobody can compare', 'UOLIVIA', 'pilot@corp.example'],
  ])('is done by %s', async (_, by, address) => {
    const { link, ownOf } = await setUp();
    expect(await link(by, 'UGRACE', address)).toMatchObject({ ok: true });
    expect(await ownOf('UGRACE')).toMatchObject({ kind: 'known' });
  });

  it.each([
    ['a role above their own', 'UEVE', 'admin@corp.example', { kind: 'above', roleName: 'Admin' }],
    [
      'a role above what the token may',
      'UCONNECTOR',
      'admin@corp.example',
      { kind: 'above', roleName: 'Admin' },
    ],
    [
      'a role that cannot be compared',
      'UANNA',
      'pilot@corp.example',
      { kind: 'not_comparable', roleName: 'Pilot' },
    ],
    ['the owner', 'UANNA', 'olivia@acme.example', { kind: 'owner' }],
    [
      'somebody, by nobody in Piper',
      'UNOBODY',
      'grace@corp.example',
      { kind: 'unmatched', why: 'none' },
    ],
    ['nobody', 'UANNA', 'eva@corp.example', { kind: 'no_member' }],
    ['one of two', 'UANNA', 'twin@corp.example', { kind: 'several' }],
    ['somebody who has not joined', 'UANNA', 'late@corp.example', { kind: 'not_joined' }],
  ])('is refused to %s', async (_, by, address, problem) => {
    const { link, ownOf, recorded } = await setUp();
    expect(await link(by, 'UGRACE', address)).toEqual({ ok: false, error: problem });
    expect(await ownOf('UGRACE')).toEqual({ kind: 'none' });
    expect(await recorded()).toEqual([]);
  });

  it.each([
    ['UGINA', 'guest'],
    ['UOTTO', 'bot'],
    ['UDORA', 'deactivated'],
    ['UXAVER', 'external'],
    ['UGONE', 'unknown'],
  ])('is refused for who is no full member: %s', async (userId, why) => {
    const { link } = await setUp();
    const problem = { ok: false, error: { kind: 'no_person', why } };
    expect(await link('UOLIVIA', userId, 'grace@corp.example')).toEqual(problem);
  });

  it.each(['UOLIVIA', 'UANNA', 'UCONNECTOR', 'UNOBODY'])(
    'is refused to everybody for themselves: %s',
    async (userId) => {
      const { link } = await setUp();
      const problem = { ok: false, error: { kind: 'self' } };
      expect(await link(userId, userId, 'grace@corp.example')).toEqual(problem);
    },
  );

  it('is refused to all but the owner where Piper does not tell who that is', async () => {
    const { link } = await setUp({ ...acme, details: { ownerUserId: undefined } });
    expect(await link('UANNA', 'UGRACE', 'grace@corp.example')).toEqual({
      ok: false,
      error: { kind: 'owner_unknown' },
    });
  });

  it('is refused while Piper tells nothing', async () => {
    const { link } = await setUp({ ...acme, piperIsDown: true });
    expect(await link('UCONNECTOR', 'UGRACE', 'grace@corp.example')).toMatchObject({
      error: { kind: 'unread', failure: { kind: 'unavailable' } },
    });
  });

  it('is refused while they, or the member, are linked otherwise', async () => {
    const { link, unlink } = await setUp();
    await link('UANNA', 'UGRACE', 'grace@corp.example');
    const taken = (isSame: boolean) => ({
      error: { kind: 'taken', isSame, link: { userId: 'UGRACE', by: 'UANNA' } },
    });
    expect(await link('UANNA', 'UGRACE', 'grace@corp.example')).toMatchObject(taken(true));
    expect(await link('UANNA', 'UGRACE', 'editor@corp.example')).toMatchObject(taken(false));
    expect(await link('UANNA', 'UEVE', 'grace@corp.example')).toMatchObject(taken(false));
    expect(await unlink('UANNA', 'UGRACE')).toBe(true);
    expect(await link('UANNA', 'UEVE', 'grace@corp.example')).toMatchObject({ ok: true });
  });

  it('and unlinking are in the record, and what was refused is not', async () => {
    const { link, unlink, recorded, connected } = await setUp();
    await link('UANNA', 'UGRACE', 'grace@corp.example');
    await link('UANNA', 'UGRACE', 'editor@corp.example');
    await unlink('UEVE', 'UGRACE');
    await unlink('UEVE', 'UGRACE');
    const about = { outcome: 'done', surface: 'command' };
    const organization = connected.connection.organization.id;
    expect(await recorded()).toMatchObject([
      {
        ...about,
        action: 'unlink',
        actor: 'UEVE',
        subject: 'UGRACE',
        details: { organization, user: 'UGRACE' },
      },
      {
        ...about,
        action: 'link',
        actor: 'UANNA',
        subject: 'grace@corp.example',
        details: {
          organization,
          user: 'UGRACE',
          member: 'piper-grace@corp.example',
          role: viewer.id,
        },
      },
    ]);
  });
});

describe('whoever is linked', () => {
  it('is that member, whatever their address, until the link ends', async () => {
    const members = structuredClone(acme.members);
    const { link, unlink, ownOf, show } = await setUp({ ...acme, members });
    await link('UANNA', 'UEVE', 'grace@corp.example');
    expect(await ownOf('UEVE')).toMatchObject({ own: { name: 'Viewer' } });
    expect(await show('UEVE')).toMatchObject({
      value: { found: { kind: 'one' }, link: { address: 'grace@corp.example', by: 'UANNA' } },
    });
    await unlink('UANNA', 'UEVE');
    expect(await ownOf('UEVE')).toMatchObject({ own: { name: 'Editor' } });
    expect(await show('UEVE')).toMatchObject({
      value: { found: { member: { address: 'eve@acme.example' } }, link: undefined },
    });
  });

  it('is known to be so from what is remembered, too', async () => {
    const { link, connected, rememberedOwnOf } = await setUp();
    await link('UANNA', 'UGRACE', 'grace@corp.example');
    const { members } = acme;
    connected.piper.remembered = () => ({ organization: acmeDetails, roles, members });
    expect(await rememberedOwnOf('UGRACE')).toMatchObject({ own: { name: 'Viewer' } });
  });

  it('is nobody, whatever their address, once that member is gone', async () => {
    const { link, ownOf, show, connected } = await setUp();
    await link('UANNA', 'UEVE', 'grace@corp.example');
    const members = acme.members.filter(({ address }) => address !== 'grace@corp.example');
    connected.piper.membersNow = async () => ok({ members, readAt: 0 });
    expect(await ownOf('UEVE')).toEqual({ kind: 'link_stale' });
    expect(await show('UEVE')).toMatchObject({ value: { found: { kind: 'link_stale' } } });
  });

  it('is nobody while the link can not be trusted', async () => {
    const { ownOf, show, links } = await setUp();
    links.find = async () => err({ kind: 'damaged' });
    expect(await ownOf('UEVE')).toEqual({ kind: 'link_stale' });
    expect(await show('UEVE')).toMatchObject({ value: { link: 'unreadable' } });
  });

  it('never is a member above whoever linked them, whatever happened before', async () => {
    const storage = openEmpty();
    const names = ['olivia', 'anna', 'eve', 'vera', 'nobody'];
    const ids = names.map((name) => `U${name.toUpperCase()}`);
    const addresses = [
      ...['olivia', 'anna', 'eve', 'vera'].map((name) => `${name}@acme.example`),
      'admin@corp.example',
      'editor@corp.example',
      'viewer@corp.example',
    ];
    const given = ['Admin', 'Admin', 'Editor', 'Viewer', 'Admin', 'Editor', 'Viewer'];
    const world = {
      people: names.map((name) => inSlack(name)),
      members: addresses.map((address, at) => inPiper(address, given[at] ?? '')),
    };
    const steps = fc.array(
      fc.record({
        by: fc.constantFrom(...ids),
        userId: fc.constantFrom(...ids),
        /** Nobody where a link ends. */
        address: fc.option(fc.constantFrom(...addresses), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const connectors = fc.constantFrom('', ...ids);
    let linked = 0;
    await fc.assert(
      fc.asyncProperty(connectors, steps, async (connectedBy, taken) => {
        const { link, unlink, ownOf } = await setUp({ ...world, connectedBy }, storage);
        const levelOf = async (userId: string): Promise<number> => {
          const own = await ownOf(userId);
          if (own.kind !== 'known') return -1;
          return own.own === 'owner'
            ? 3
            : [viewer, editor, admin].findIndex(({ id }) => id === (own.own as Role).id);
        };
        for (const { by, userId, address } of taken) {
          const ceiling = await levelOf(by);
          if (address === null) {
            await unlink(by, userId);
            continue;
          }
          const before = await levelOf(userId);
          const { ok: isLinked } = await link(by, userId, address);
          const after = await levelOf(userId);
          if (isLinked) {
            linked += 1;
            expect(by).not.toBe(userId);
            // Whoever connected the workspace has what its token may, linked or not.
            expect(userId === connectedBy ? -1 : after).toBeLessThanOrEqual(ceiling);
          } else expect(after).toBe(before);
        }
      }),
      { numRuns: 60 },
    );
    expect(linked).toBeGreaterThan(20);
  });
});

describe('asking to be linked', () => {
  it('is done once, until it is dealt with or some time has passed', async () => {
    const { ask, link, clock } = await setUp();
    expect(await ask('UGRACE')).toBe('asked');
    expect(await ask('UGRACE')).toBe('asked_before');
    expect(await ask('UEVE')).toBe('asked');
    clock.advance(limits.askAgainAfter + 1);
    expect(await ask('UGRACE')).toBe('asked');
    await link('UANNA', 'UGRACE', 'grace@corp.example');
    expect(await ask('UGRACE')).toBe('asked');
  });

  it('can be done again where nobody was told', async () => {
    const { ask } = await setUp();
    expect(await ask('UGRACE', false)).toBe('not_delivered');
    expect(await ask('UGRACE')).toBe('asked');
  });
});

describe('what is not known of somebody', () => {
  it('is told instead of who they are', async () => {
    const { show, connected } = await setUp();
    expect(await show('UGINA')).toEqual(err({ kind: 'no_person', why: 'guest' }));
    const failure = { kind: 'unavailable', contact: 'not_sent' } as const;
    connected.piper.membersNow = async () => err(failure);
    expect(await show('UGRACE')).toEqual(err({ kind: 'unread', failure }));
  });
});

it('a link that somebody else has changed at the same time is not said to be made', async () => {
  const { link, links } = await setUp();
  links.save = async () => ({ kind: 'changed' });
  expect(await link('UANNA', 'UGRACE', 'grace@corp.example')).toEqual(err({ kind: 'changed' }));
});

it('a link through the connection that the process was given is in the record of its workspace', async () => {
  const { link, recorded, connected } = await setUp();
  connected.connection = { ...connected.connection, scope: { teamId: '' }, connectedBy: '' };
  await link('UANNA', 'UGRACE', 'grace@corp.example');
  expect(await recorded()).toMatchObject([{ workspace: 'T1', action: 'link' }]);
});
