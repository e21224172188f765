import nock from 'nock';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { piper as limits } from '../../src/limits.ts';
import { createBreaker } from '../../src/piper/breaker.ts';
import { createPiperClient } from '../../src/piper/client.ts';
import { createPiperOrganization } from '../../src/piper/organization.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { holdTimers } from '../helpers/held.ts';
import { noNetwork } from '../helpers/nock.ts';

noNetwork();

const origin = 'https://piper.example';
const members = '/v1/organizations/org-1/members';

let dispatcher: Dispatcher;
beforeAll(() => {
  dispatcher = createTransport();
});
afterAll(() => dispatcher.destroy());

function setUp(options: { token?: string; organizationId?: string } = {}) {
  const clock = fakeClock();
  const client = createPiperClient({
    apiUrl: origin,
    token: options.token ?? 'pat_abc',
    dispatcher,
    breaker: createBreaker({ ...limits.breaker, now: clock.now }),
    clock,
    retryPolicy: {
      read: { attemptTimeoutMs: 5_000, totalTimeoutMs: 5_000, attempts: 1 },
      write: { attemptTimeoutMs: 5_000, totalTimeoutMs: 5_000, attempts: 1 },
    },
  });
  const organizationId = options.organizationId ?? 'org-1';
  return { clock, piper: createPiperOrganization({ client, organizationId, clock }) };
}

const membership = (name: string, about: object = {}) => ({
  user_id: `user-${name}`,
  role_id: 'role-1',
  role: { name: 'Editor' },
  user: { email: `${name}@example.com`, status: 'invited' },
  ...about,
});
const read = (name: string, about: object = {}) => ({
  userId: `user-${name}`,
  roleId: 'role-1',
  address: `${name}@example.com`,
  roleName: 'Editor',
  status: { kind: 'pending' },
  ...about,
});

/** Piper tells its members so many times. */
const tell = (...names: string[]) => tellAll(names.map((name) => membership(name)));
const tellAll = (list: object[]) =>
  nock(origin).get(members).query(true).reply(200, { members: list, total: list.length });
const tellRoles = (...names: string[]) =>
  nock(origin)
    .get('/v1/orgs/org-1/roles/')
    .query(true)
    .reply(200, {
      roles: names.map((name, at) => ({ id: `role-${at + 1}`, name })),
      total: names.length,
    });
const tellOrganizations = (...list: [id: string, name: string][]) =>
  nock(origin)
    .get('/v1/organizations/')
    .reply(
      200,
      list.map(([id, name]) => ({ id, name })),
    );

/** Piper tells its members only when it is let. */
function tellLater(...names: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  nock(origin)
    .get(members)
    .query(true)
    .reply(async () => {
      begun.resolve();
      await promise;
      return [200, { members: names.map((name) => membership(name)), total: names.length }];
    });
  return { begun: begun.promise, tell: resolve };
}

const addressesOf = (
  list: { ok: true; value: { members: { address?: string | undefined }[] } } | { ok: false },
) => (list.ok ? list.value.members.map(({ address }) => address) : list);

describe('the organization', () => {
  it('is the one of its ID, among all that the token sees', async () => {
    tellOrganizations(['org-0', 'Other'], ['org-1', 'Acme']);
    expect(await setUp().piper.details()).toEqual({
      ok: true,
      value: { id: 'org-1', name: 'Acme', tokenRole: { id: '', name: '' } },
    });
  });

  it('is told with its owner, and with what the token may do there', async () => {
    const about = { name: 'Acme', owner_user_id: 'user-grace' };
    const role = { id: 'r1', name: 'Editor', is_system: true };
    nock(origin)
      .get('/v1/organizations/')
      .reply(200, [
        { id: 'org-1', ...about, role, permissions: ['members:invite', 'agents:read'] },
      ]);
    expect(await setUp().piper.details()).toEqual({
      ok: true,
      value: {
        id: 'org-1',
        name: 'Acme',
        ownerUserId: 'user-grace',
        // It may do less than that role, which is of whoever made it.
        tokenRole: {
          id: '',
          name: 'Editor',
          permissions: ['members:invite', 'agents:read'],
          isSystem: true,
        },
      },
    });
    nock(origin)
      .get('/v1/organizations/')
      .reply(200, [{ id: 'org-1', ...about, owner_user_id: '', role }]);
    expect(await setUp().piper.details()).toEqual({
      ok: true,
      value: {
        id: 'org-1',
        name: 'Acme',
        tokenRole: { id: 'r1', name: 'Editor', isSystem: true },
      },
    });
  });

  it('is not found where the token does not see it', async () => {
    tellOrganizations(['org-0', 'Other']);
    expect(await setUp().piper.details()).toMatchObject({
      ok: false,
      error: { kind: 'not_found' },
    });
    tellOrganizations();
    expect(await setUp().piper.details()).toMatchObject({
      ok: false,
      error: { kind: 'not_found' },
    });
  });

  it('hands out failures as values', async () => {
    nock(origin).get('/v1/organizations/').reply(401, { detail: 'Invalid token' });
    expect(await setUp().piper.details()).toEqual({
      ok: false,
      error: { kind: 'unauthorized', detail: 'Invalid token' },
    });
  });
});

describe('an invite for what Piper no longer has', () => {
  it.each([
    ['role', () => tellOrganizations(['org-1', 'Acme']), 'role-9'],
    ['organization', () => tellOrganizations(['org-2', 'Other']), 'role-1'],
    [undefined, () => tellOrganizations(['org-1', 'Acme']), 'role-1'],
  ])('says what is gone: %s', async (what, tellWhatIsSeen, roleId) => {
    nock(origin).post('/v1/organizations/org-1/members').reply(404, { detail: 'Not found' });
    tellWhatIsSeen();
    tellRoles('Editor', 'Viewer');
    const { error } = (await setUp().piper.addMember('ada@example.com', roleId)) as {
      error?: object;
    };
    expect(error).toEqual({ kind: 'not_found', detail: 'Not found', ...(what && { what }) });
  });
});

const ask = {
  details: { tell: () => tellOrganizations(['org-1', 'Acme']), age: limits.detailsTtl },
  roles: { tell: () => tellRoles('Editor'), age: limits.rolesTtl },
  members: { tell: () => tell('ada'), age: limits.membersTtl },
} as const;

describe('what is read', () => {
  const kinds = ['details', 'roles', 'members'] as const;

  it.each(kinds)('is read once for twenty who ask at once: %s', async (kind) => {
    ask[kind].tell();
    const { piper } = setUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => piper[kind]()));
    for (const answer of answers) expect(answer).toEqual({ ok: true, value: expect.anything() });
  });

  it.each(kinds)('is remembered for its time, and read anew afterwards: %s', async (kind) => {
    const { piper, clock } = setUp();
    const first = ask[kind].tell();
    await piper[kind]();
    clock.advance(ask[kind].age);
    const second = ask[kind].tell();
    await piper[kind]();
    expect(first.isDone()).toBe(true);
    expect(second.isDone()).toBe(false);
    clock.advance(1);
    await piper[kind]();
    expect(second.isDone()).toBe(true);
  });

  it.each(kinds)('is not remembered where it failed: %s', async (kind) => {
    const { piper } = setUp();
    nock(origin).get(/.*/).reply(500);
    const answers = await Promise.all([piper[kind](), piper[kind]()]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    }
    ask[kind].tell();
    expect(await piper[kind]()).toMatchObject({ ok: true });
  });

  it('is told as failed, not as it was, where it is too old: members', async () => {
    const { piper, clock } = setUp();
    ask.members.tell();
    await piper.members();
    clock.advance(ask.members.age + 1);
    nock(origin).get(/.*/).reply(500);
    expect(await piper.members()).toMatchObject({ ok: false });
  });

  it.each(['details', 'roles'] as const)(
    'is told as it was while Piper does not answer: %s',
    async (kind) => {
      const { piper, clock } = setUp();
      ask[kind].tell();
      const known = await piper[kind]();
      clock.advance(ask[kind].age + 1);
      nock(origin).get(/.*/).reply(500);
      expect(await piper[kind]()).toEqual(known);
    },
  );

  it.each(['details', 'roles'] as const)(
    'is told as failed where Piper refuses: %s',
    async (kind) => {
      const { piper, clock } = setUp();
      ask[kind].tell();
      await piper[kind]();
      clock.advance(ask[kind].age + 1);
      nock(origin).get(/.*/).reply(401);
      expect(await piper[kind]()).toMatchObject({ ok: false, error: { kind: 'unauthorized' } });
    },
  );
});

describe('who may do what', () => {
  const both = () => [ask.details.tell(), ask.roles.tell()];
  const areRead = (told: { isDone: () => boolean }[]) => told.every((each) => each.isDone());

  it('is the owner and the roles, read once for twenty who ask at once', async () => {
    both();
    const { piper } = setUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => piper.rights()));
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: true,
        value: { details: { id: 'org-1' }, roles: [{ name: 'Editor' }] },
      });
    }
  });

  it('is no older than a cached member list, whoever has asked for a part of it before', async () => {
    const { piper, clock } = setUp();
    both();
    await Promise.all([piper.details(), piper.roles()]);
    clock.advance(limits.membersTtl);
    expect((await piper.rights()).ok).toBe(true);
    clock.advance(1);
    const anew = both();
    expect((await piper.rights()).ok).toBe(true);
    expect(areRead(anew)).toBe(true);
    expect((await piper.details()).ok).toBe(true);
  });

  it('is not told as it was while Piper does not answer, though its parts are', async () => {
    const { piper, clock } = setUp();
    both();
    await piper.rights();
    clock.advance(limits.membersTtl + 1);
    nock(origin).get(/.*/).times(4).reply(500);
    expect(await piper.rights()).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    expect((await Promise.all([piper.details(), piper.roles()])).every(({ ok }) => ok)).toBe(true);
    expect(await piper.rights()).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    both();
    expect((await piper.rights()).ok).toBe(true);
  });
});

describe('what is remembered', () => {
  it('is told without asking anybody, once both parts are there', async () => {
    const { piper } = setUp();
    expect(piper.remembered()).toBeUndefined();
    tellOrganizations(['org-1', 'Acme']);
    await piper.details();
    expect(piper.remembered()).toBeUndefined();
    tellRoles('Editor');
    await piper.roles();
    expect(piper.remembered()).toEqual({
      organization: { id: 'org-1', name: 'Acme', tokenRole: { id: '', name: '' } },
      roles: [{ id: 'role-1', name: 'Editor' }],
    });
  });

  it('has the members, too, once they were read', async () => {
    const { piper } = setUp();
    tellOrganizations(['org-1', 'Acme']);
    tellRoles('Editor');
    tell('ada');
    await Promise.all([piper.details(), piper.roles(), piper.members()]);
    expect(piper.remembered()?.members).toEqual([read('ada')]);
  });

  it('and too old is told all the same while Piper does not answer', async () => {
    const { piper, clock } = setUp();
    tellOrganizations(['org-1', 'Acme']);
    const known = await piper.details();
    clock.advance(limits.detailsTtl + 1);
    expect(piper.remembered()).toBeUndefined();
    nock(origin).get(/.*/).reply(500);
    expect(await piper.details()).toEqual(known);
  });

  it('is nothing while a reading is under way, and nothing any more after its time', async () => {
    const { piper, clock } = setUp();
    tellOrganizations(['org-1', 'Acme']);
    tellRoles('Editor');
    const reading = Promise.all([piper.details(), piper.roles()]);
    expect(piper.remembered()).toBeUndefined();
    await reading;
    clock.advance(limits.rolesTtl + 1);
    expect(piper.remembered()).toBeUndefined();
  });
});

describe('roles', () => {
  it("come in Piper's order, with what else there is of each", async () => {
    nock(origin)
      .get('/v1/orgs/org-1/roles/')
      .query(true)
      .reply(200, {
        roles: [
          { id: 'r2', name: 'Owner', description: 'Everything', permissions: ['org:read'] },
          { id: 'r1', name: 'Editor', description: '', permissions: [], is_system: true },
          { id: 'r3', name: 'Viewer', description: null, permissions: null, is_system: false },
        ],
        total: 3,
      });
    expect(await setUp().piper.roles()).toEqual({
      ok: true,
      value: [
        { id: 'r2', name: 'Owner', description: 'Everything', permissions: ['org:read'] },
        { id: 'r1', name: 'Editor', permissions: [], isSystem: true },
        { id: 'r3', name: 'Viewer', isSystem: false },
      ],
    });
  });
});

describe('members', () => {
  it('are told with the time at which the reading began', async () => {
    const { piper, clock } = setUp();
    const readAt = clock.now();
    nock(origin)
      .get(members)
      .query(true)
      .reply(() => {
        clock.advance(5_000);
        return [200, { members: [membership('ada')], total: 1 }];
      });
    expect(await piper.members()).toEqual({ ok: true, value: { members: [read('ada')], readAt } });
  });

  it('are told with what Piper says of each', async () => {
    tellAll([
      membership('ada', { user: { email: 'ada@example.com', status: 'active', is_active: true } }),
      membership('grace', {
        user: { email: 'grace@example.com', invited_at: '2026-11-24T10:32:00Z' },
      }),
      membership('x', { user: null }),
      membership('bob', { user: { email: 'bob@example.com', is_active: true } }),
    ]);
    const list = await setUp().piper.members();
    expect(list.ok && list.value.members).toEqual([
      read('ada', { status: { kind: 'joined' } }),
      read('grace', { status: { kind: 'pending', since: Date.parse('2026-11-24T10:32:00Z') } }),
      { userId: 'user-x', roleId: 'role-1', roleName: 'Editor', status: { kind: 'unstated' } },
      read('bob', { status: { kind: 'joined' } }),
    ]);
  });

  it.each([
    ['none', {}],
    ['null', { role: null }],
    ['nothing sensible', { role: { name: 7 } }],
  ])('get the name of their role from the list of roles where there is %s', async (_, about) => {
    const { role: __, ...bare } = membership('ada');
    tellAll([
      { ...bare, ...about },
      { ...bare, ...about },
      { ...bare, role_id: 'role-9' },
    ]);
    tellRoles('Author');
    const list = await setUp().piper.members();
    expect(list.ok && list.value.members.map(({ roleName }) => roleName)).toEqual([
      'Author',
      'Author',
      undefined,
    ]);
  });

  it('have no name of a role where the roles cannot be read either', async () => {
    tellAll([membership('ada', { role: null })]);
    nock(origin).get('/v1/orgs/org-1/roles/').query(true).reply(500);
    const list = await setUp().piper.members();
    expect(list.ok && list.value.members).toEqual([
      {
        userId: 'user-ada',
        roleId: 'role-1',
        address: 'ada@example.com',
        status: { kind: 'pending' },
      },
    ]);
  });
});

describe('a look at the members as they are now', () => {
  it('asks Piper each time, and is remembered', async () => {
    const { piper } = setUp();
    tell('ada');
    expect(addressesOf(await piper.membersNow())).toEqual(['ada@example.com']);
    tell('ada', 'grace');
    expect(addressesOf(await piper.membersNow())).toEqual(['ada@example.com', 'grace@example.com']);
    expect(addressesOf(await piper.members())).toEqual(['ada@example.com', 'grace@example.com']);
  });

  it('never joins an older reading, and is not overwritten by it', async () => {
    const { piper } = setUp();
    const older = tellLater('ada');
    const old = piper.members();
    await older.begun;
    tell('ada', 'grace');
    expect(addressesOf(await piper.membersNow())).toEqual(['ada@example.com', 'grace@example.com']);
    older.tell();
    expect(addressesOf(await old)).toEqual(['ada@example.com']);
    expect(addressesOf(await piper.members())).toEqual(['ada@example.com', 'grace@example.com']);
  });

  it('never joins another one that has begun before', async () => {
    const { piper } = setUp();
    const older = tellLater('ada');
    const first = piper.membersNow();
    await older.begun;
    tell('ada', 'grace');
    expect(addressesOf(await piper.membersNow())).toHaveLength(2);
    older.tell();
    expect(addressesOf(await first)).toHaveLength(1);
  });

  it('leaves what is remembered where it fails', async () => {
    const { piper } = setUp();
    tell('ada');
    await piper.members();
    nock(origin).get(members).query(true).reply(500);
    expect(await piper.membersNow()).toMatchObject({ ok: false, error: { kind: 'unavailable' } });
    expect(addressesOf(await piper.members())).toEqual(['ada@example.com']);
  });
});

describe('somebody who is added', () => {
  const add = (name: string, about: object = {}) =>
    nock(origin)
      .post(members, { email: `${name}@example.com`, role_id: 'role-1' })
      .reply(200, membership(name, about));

  it('is told as Piper answered', async () => {
    add('ada', { role: { name: 'Author' }, user: { email: 'ADA@example.com', status: 'active' } });
    expect(await setUp().piper.addMember('ada@example.com', 'role-1')).toEqual({
      ok: true,
      value: read('ada', {
        address: 'ADA@example.com',
        roleName: 'Author',
        status: { kind: 'joined' },
      }),
    });
  });

  it('has the address that was asked for where Piper tells none', async () => {
    add('ada', { user: null });
    expect(await setUp().piper.addMember('ada@example.com', 'role-1')).toEqual({
      ok: true,
      value: read('ada', { status: { kind: 'unstated' } }),
    });
  });

  it('has the name of the role from the list of roles where Piper tells none', async () => {
    add('ada', { role: null });
    tellRoles('Author');
    expect(await setUp().piper.addMember('ada@example.com', 'role-1')).toMatchObject({
      value: { roleName: 'Author' },
    });
  });

  it('is added all the same where neither is to be had', async () => {
    add('ada', { role: null });
    nock(origin).get('/v1/orgs/org-1/roles/').query(true).reply(500);
    const added = await setUp().piper.addMember('ada@example.com', 'role-1');
    expect(added).toMatchObject({ ok: true, value: { address: 'ada@example.com' } });
    expect(added.ok && added.value.roleName).toBeUndefined();
  });

  it('is in the list that was read before, once', async () => {
    const { piper } = setUp();
    tell('grace');
    await piper.members();
    add('ada');
    await piper.addMember('ada@example.com', 'role-1');
    expect(addressesOf(await piper.members())).toEqual(['grace@example.com', 'ada@example.com']);
    tell('grace', 'ada');
    await piper.membersNow();
    expect(addressesOf(await piper.members())).toEqual(['grace@example.com', 'ada@example.com']);
  });

  it('is in the list that was read before for as long as that is remembered', async () => {
    const { letPass } = holdTimers();
    const { piper, clock } = setUp();
    tell('grace');
    await piper.members();
    add('ada');
    await piper.addMember('ada@example.com', 'role-1');
    clock.advance(limits.membersTtl);
    // The cache looks at the clock once a millisecond.
    await letPass(1);
    expect(addressesOf(await piper.members())).toEqual(['grace@example.com', 'ada@example.com']);
  });

  it('is in a list whose reading began before, and ended afterwards', async () => {
    const { piper } = setUp();
    const older = tellLater('grace');
    const reading = piper.members();
    await older.begun;
    add('ada');
    await piper.addMember('ada@example.com', 'role-1');
    older.tell();
    expect(addressesOf(await reading)).toEqual(['grace@example.com', 'ada@example.com']);
  });

  it('is not in a later list that does not show them: they were removed', async () => {
    const { piper, clock } = setUp();
    add('ada');
    await piper.addMember('ada@example.com', 'role-1');
    clock.advance(1);
    tell('grace');
    expect(addressesOf(await piper.members())).toEqual(['grace@example.com']);
  });

  it('is not made up for a look at the members as they are now', async () => {
    const { piper } = setUp();
    add('ada');
    await piper.addMember('ada@example.com', 'role-1');
    tell('grace');
    expect(addressesOf(await piper.membersNow())).toEqual(['grace@example.com']);
  });

  it('is unknown to another token, which asks for itself', async () => {
    const mine = setUp();
    const other = setUp({ token: 'pat_other' });
    tell('grace');
    await mine.piper.members();
    add('ada');
    await mine.piper.addMember('ada@example.com', 'role-1');
    nock(origin, { reqheaders: { authorization: 'Bearer pat_other' } })
      .get(members)
      .query(true)
      .reply(200, { members: [], total: 0 });
    expect(addressesOf(await other.piper.members())).toEqual([]);
  });

  it('is a failure as a value where Piper refuses', async () => {
    nock(origin).post(members).reply(409, { detail: 'User is already a member' });
    expect(await setUp().piper.addMember('ada@example.com', 'role-1')).toEqual({
      ok: false,
      error: { kind: 'conflict', detail: 'User is already a member' },
    });
  });
});
