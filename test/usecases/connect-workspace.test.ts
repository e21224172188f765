import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { TokenOrganization } from '../../src/domain/token-permissions.ts';
import { platformToken as limits } from '../../src/limits.ts';
import { createConnectWorkspace } from '../../src/usecases/connect-workspace.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { acme, editor, numberedRoles } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';

const workspace = { teamId: 'T1', enterpriseId: 'E1' };
const actor = { userId: 'UALICE', surface: 'form', reference: 'abc234' } as const;
const settings: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };
const token = 'pat_abcdefuvwxyz';
const globex = { id: 'org-2', name: 'Globex' };
const umbrella = { id: 'org-3', name: 'Umbrella' };
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

/** A token that may invite to Acme and Umbrella, and may not invite to Globex. */
const seenAtFirst: TokenOrganization[] = [
  { ...acme, missing: [] },
  { ...globex, missing: ['add'] },
  { ...umbrella, missing: [] },
];

async function setUp() {
  const storage = await openEmpty();
  const { connections, pendingConnections, location } = storage;
  const clock = fakeClock();
  const state = {
    seen: seenAtFirst as TokenOrganization[] | PiperFailure,
    rolesFail: undefined as PiperFailure | undefined,
    expiresAt: undefined as number | 'never' | undefined,
    cannotSave: undefined as Error | undefined,
    ids: 0,
  };
  /** Which tokens were asked about, and which organizations were opened with which. */
  const asked = { inspected: [] as string[], opened: [] as string[], expiry: [] as string[] };
  const usecase = createConnectWorkspace({
    connections: {
      ...connections,
      save: async (...connection) => {
        if (state.cannotSave) throw state.cannotSave;
        return connections.save(...connection);
      },
    },
    pendingConnections,
    tokens: {
      inspect: async (which) => {
        asked.inspected.push(which);
        return Array.isArray(state.seen) ? ok(state.seen) : err(state.seen);
      },
      expiry: async (...which) => {
        asked.expiry.push(which.join(' '));
        return state.expiresAt;
      },
      open: (which, organizationId) => {
        asked.opened.push(`${which} ${organizationId}`);
        const roles = organizationId === acme.id ? [editor] : numberedRoles(2);
        const { piper } = fakePiper({ clock, roles });
        return {
          ...piper,
          roles: async () => (state.rolesFail ? err(state.rolesFail) : piper.roles()),
        };
      },
    },
    newId: () => `id-${++state.ids}`,
    now: clock.now,
  });
  const connect = (
    about: {
      pendingId?: string;
      isEnterpriseWide?: boolean;
      userId?: string;
      organizationId?: string;
      teamId?: string;
      enterpriseId?: string | undefined;
      settings?: ConnectionSettings;
    } = {},
  ) => {
    const { pendingId = 'id-1', organizationId = acme.id, isEnterpriseWide = false } = about;
    const { userId = 'UALICE', teamId = 'T1' } = about;
    const enterpriseId = 'enterpriseId' in about ? about.enterpriseId : 'E1';
    return usecase.connect(
      {
        pendingId,
        organizationId,
        workspace: { teamId, enterpriseId },
        isEnterpriseWide,
        settings: about.settings ?? settings,
      },
      { ...actor, userId },
    );
  };
  return {
    ...usecase,
    state,
    asked,
    clock,
    connect,
    check: () => usecase.check(token, workspace, 'UALICE'),
    open: (
      about: { pendingId?: string; organizationId?: string; teamId?: string; userId?: string } = {},
    ) => {
      const { pendingId = 'id-1', organizationId = acme.id } = about;
      const { teamId = 'T1', userId = 'UALICE' } = about;
      return usecase.open(pendingId, organizationId, { teamId }, userId);
    },
    /** The connection that serves a workspace, or what is in the way. */
    stored: async (teamId = 'T1', enterpriseId = 'E1') => {
      const found = await connections.find({ teamId, enterpriseId });
      return found.ok ? found.value : found.error;
    },
    /** The newest entry first. */
    recorded: (scope = 'T1') => auditRecord(location, scope),
  };
}

describe('checking a token', () => {
  it('tells what it is good for, and keeps it for whoever entered it', async () => {
    const { check, asked, stored } = await setUp();
    const [first, second, third] = seenAtFirst;
    expect(await check()).toEqual(
      ok({ pendingId: 'id-1', usable: [first, third], unusable: [second] }),
    );
    expect(asked.inspected).toEqual([token]);
    expect(await stored()).toBeUndefined();
  });

  it('keeps nothing of one that is good for nothing', async () => {
    const { check, state, connect } = await setUp();
    state.seen = [{ ...globex, missing: ['add'] }];
    expect(await check()).toEqual(ok({ usable: [], unusable: state.seen }));
    state.seen = seenAtFirst;
    expect(await connect()).toEqual(err({ kind: 'overtaken' }));
  });

  it('says why Piper could not tell', async () => {
    const { check, state } = await setUp();
    state.seen = { kind: 'unauthorized' };
    expect(await check()).toEqual(err({ kind: 'unauthorized' }));
  });
});

describe('the settings of a new connection', () => {
  it('show the organization and its roles, without asking Piper for the token again', async () => {
    const { check, open, asked } = await setUp();
    await check();
    expect(await open()).toMatchObject(ok({ organization: acme, roles: [editor] }));
    expect(asked.inspected).toEqual([token]);
    expect(asked.opened).toEqual([`${token} org-1`]);
  });

  it('keep an organization open, each token and organization for itself', async () => {
    const { check, open, asked } = await setUp();
    await check();
    await check();
    await open();
    await open();
    const other = await open({ organizationId: umbrella.id });
    expect(other).toMatchObject(ok({ organization: umbrella, roles: numberedRoles(2) }));
    await open({ pendingId: 'id-2' });
    expect(asked.opened).toEqual([`${token} org-1`, `${token} org-3`, `${token} org-1`]);
  });

  it('ask Piper about the token again after a minute, and take what it says then', async () => {
    const { check, open, asked, state, clock } = await setUp();
    await check();
    state.seen = [{ ...acme, missing: ['add'] }];
    clock.advance(limits.inspectionTtl - 1);
    expect(await open()).toMatchObject({ ok: true });
    clock.advance(2);
    expect(await open()).toEqual(err({ kind: 'forbidden' }));
    expect(await open()).toEqual(err({ kind: 'forbidden' }));
    expect(asked.inspected).toHaveLength(2);
  });

  it.each([
    ['to somebody else', { userId: 'UBOB' }, 'overtaken'],
    ['to the same person in another workspace', { teamId: 'T2' }, 'overtaken'],
    ['of a token that nobody checked', { pendingId: 'id-9' }, 'overtaken'],
    ['of an organization that the token does not see', { organizationId: 'org-9' }, 'not_found'],
    [
      'of an organization in which it may do too little',
      { organizationId: globex.id },
      'forbidden',
    ],
  ])('are not shown %s', async (_, about, kind) => {
    const { check, open } = await setUp();
    await check();
    expect(await open(about)).toEqual(err({ kind }));
  });

  it('can be checked against what the token may do, by whoever entered it', async () => {
    const { check, seenBy, state } = await setUp();
    await check();
    const seen = (userId: string) => seenBy('id-1', acme.id, workspace, userId);
    expect(await seen('UBOB')).toEqual(err({ kind: 'overtaken' }));
    expect(await seen('UALICE')).toMatchObject({
      ok: true,
      value: { details: { tokenRole: expect.anything() }, roles: [editor] },
    });
    state.rolesFail = down;
    expect(await seen('UALICE')).toEqual(err(down));
  });

  it('are not shown while Piper does not answer', async () => {
    const { check, open, state, clock } = await setUp();
    await check();
    state.rolesFail = { kind: 'rate_limited' };
    expect(await open()).toEqual(err({ kind: 'rate_limited' }));
    clock.advance(limits.inspectionTtl + 1);
    state.seen = down;
    expect(await open()).toEqual(err(down));
  });
});

describe('connecting a workspace', () => {
  it('stores who connected it to what, when, and how it may be used', async () => {
    const { check, connect, stored, state, clock } = await setUp();
    state.expiresAt = clock.now() + 1_000;
    await check();
    const connected = await connect();
    const connection = {
      id: 'id-2',
      scope: { teamId: 'T1' },
      enterpriseId: 'E1',
      organization: acme,
      tokenPreview: 'pat_abc...xyz',
      settings,
      connectedBy: 'UALICE',
      connectedAt: clock.now(),
      expiresAt: clock.now() + 1_000,
    };
    expect(connected).toEqual(ok(connection));
    expect(await stored()).toEqual({ ...connection, token });
    expect(await stored('T2')).toBeUndefined();
  });

  it('gives the token away to nobody', async () => {
    const { check, open, connect, recorded } = await setUp();
    const told = [await check(), await open(), await connect(), await recorded()];
    expect(JSON.stringify(told)).not.toContain(token);
  });

  it('asks Piper anew what the token may do, and when that one expires', async () => {
    const { check, connect, asked, state } = await setUp();
    await check();
    state.seen = [{ ...acme, missing: ['add'] }];
    expect(await connect()).toEqual(err({ kind: 'forbidden' }));
    expect(asked.inspected).toEqual([token, token]);
    expect(asked.expiry).toEqual([`${token} org-1`]);
  });

  it('is in its record, with the settings', async () => {
    const { check, connect, recorded, clock } = await setUp();
    await check();
    await connect();
    expect(await recorded()).toMatchObject([
      {
        workspace: 'T1',
        at: clock.now(),
        actor: 'UALICE',
        action: 'connect',
        subject: acme.id,
        surface: 'form',
        outcome: 'done',
        details: {
          organization: acme.name,
          token: 'pat_abc...xyz',
          whoMayInvite: 'admins',
          reference: 'abc234',
        },
      },
    ]);
  });

  it('is in its record with the rules that are kept from the former one', async () => {
    const { check, connect, recorded } = await setUp();
    await check();
    const rules: ConnectionSettings['rules'] = [
      {
        id: 'r1',
        name: 'Nobody from elsewhere',
        who: { kind: 'members' },
        roles: 'all',
        domains: ['evil.example'],
        fate: 'deny',
      },
    ];
    await connect({ settings: { ...settings, rules } });
    const details = (await recorded())[0]?.details;
    expect(JSON.parse(details?.rules ?? '')).toEqual(rules);
  });

  it('connects the whole Enterprise organization where that is wanted', async () => {
    const { check, connect, stored, recorded } = await setUp();
    await check();
    await connect({ isEnterpriseWide: true });
    expect(await stored('T2')).toMatchObject({ scope: { enterpriseId: 'E1' }, token });
    expect(await recorded('E1')).toMatchObject([{ workspace: 'E1', actor: 'UALICE' }]);
  });

  it('connects the workspace alone where it is in no Enterprise organization', async () => {
    const { check, connect, stored } = await setUp();
    await check();
    await connect({ isEnterpriseWide: true, enterpriseId: undefined });
    expect(await stored('T1')).toMatchObject({ scope: { teamId: 'T1' } });
  });

  it.each([
    ['somebody else', { userId: 'UBOB' }, 'overtaken'],
    ['the same person in another workspace', { teamId: 'T2' }, 'overtaken'],
    ['an organization that it does not see', { organizationId: 'org-9' }, 'not_found'],
    ['an organization in which it may do too little', { organizationId: globex.id }, 'forbidden'],
  ])(
    'does not let a token be used by or for %s, and keeps it for its owner',
    async (_, about, kind) => {
      const { check, connect, stored } = await setUp();
      await check();
      expect(await connect(about)).toEqual(err({ kind }));
      expect(await stored()).toBeUndefined();
      expect(await connect()).toMatchObject({ ok: true });
    },
  );

  it('keeps the token while Piper does not answer', async () => {
    const { check, connect, state } = await setUp();
    await check();
    state.seen = down;
    expect(await connect()).toEqual(err(down));
    state.seen = seenAtFirst;
    expect(await connect()).toMatchObject({ ok: true });
  });

  it('keeps the token for half an hour', async () => {
    const { check, connect, open, clock } = await setUp();
    await check();
    clock.advance(limits.pendingTtl - 1);
    expect(await open()).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await open()).toEqual(err({ kind: 'overtaken' }));
    expect(await connect()).toEqual(err({ kind: 'overtaken' }));
  });

  it('uses a token once, however many come with it at the same time', async () => {
    const { check, connect, recorded } = await setUp();
    await check();
    const results = await Promise.all(Array.from({ length: 10 }, () => connect()));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 9 }, () => err({ kind: 'overtaken' })),
    );
    expect(await recorded()).toHaveLength(1);
  });

  it('has changed nothing where the connection cannot be stored', async () => {
    const { check, connect, state, stored, recorded } = await setUp();
    await check();
    state.cannotSave = new Error('disk full');
    await expect(connect()).rejects.toThrow('disk full');
    expect([await stored(), await recorded()]).toEqual([undefined, []]);
  });
});

/** A connected workspace. */
async function connected(about: Parameters<Awaited<ReturnType<typeof setUp>>['connect']>[0] = {}) {
  const started = await setUp();
  await started.check();
  const connection = await started.connect(about);
  if (!connection.ok) throw new Error('not connected');
  return { ...started, connection: connection.value };
}

const limited: ConnectionSettings = {
  whoMayInvite: { kind: 'chosen', userIds: ['UBOB', 'UCAROL'], userGroupIds: ['SLEADS'] },
  roleIds: ['role-1', 'role-2'],
  defaultRoleId: 'role-2',
  channel: 'C1',
  domains: ['example.com', 'acme.example'],
};

describe('changing the settings', () => {
  it('changes them alone', async () => {
    const { connection, changeSettings, stored } = await connected();
    expect(await changeSettings(connection, limited, actor)).toBe(true);
    const { expiresAt: _, ...kept } = connection;
    expect(await stored()).toEqual({ ...kept, settings: limited, token });
  });

  it('is in the record of whom the connection serves', async () => {
    const { connection, changeSettings, recorded, clock } = await connected({
      isEnterpriseWide: true,
    });
    clock.advance(1_000);
    const bob = { ...actor, userId: 'UBOB' };
    await changeSettings(connection, limited, bob);
    await changeSettings({ ...connection, settings: limited }, settings, bob);
    const [second, first] = await recorded('E1');
    expect(first).toMatchObject({
      workspace: 'E1',
      at: clock.now(),
      actor: 'UBOB',
      action: 'settings',
      subject: acme.id,
      surface: 'form',
      outcome: 'done',
    });
    expect(first?.details).toEqual({
      whoMayInvite: 'UBOB UCAROL SLEADS',
      whoMayInviteBefore: 'admins',
      roles: 'role-1 role-2',
      rolesBefore: '',
      defaultRole: 'role-2',
      defaultRoleBefore: '',
      channel: 'C1',
      channelBefore: '',
      domains: 'example.com acme.example',
      domainsBefore: '',
      reference: 'abc234',
    });
    expect(second?.details).toEqual({
      whoMayInvite: 'admins',
      whoMayInviteBefore: 'UBOB UCAROL SLEADS',
      roles: '',
      rolesBefore: 'role-1 role-2',
      defaultRole: '',
      defaultRoleBefore: 'role-2',
      channel: '',
      channelBefore: 'C1',
      domains: '',
      domainsBefore: 'example.com acme.example',
      reference: 'abc234',
    });
  });

  it('is in the record with everything that is set, and with what was another one before', async () => {
    const { connection, changeSettings, recorded } = await connected({ settings: limited });
    const more: ConnectionSettings = {
      ...limited,
      beyondOwnRole: true,
      quota: { invites: 20, fate: 'deny' },
      roleChangers: { userIds: ['UDAN'], userGroupIds: ['SHR'] },
      remindAfterDays: 0,
    };
    await changeSettings(connection, more, actor);
    const last = async () => (await recorded())[0]?.details;
    const all = {
      whoMayInvite: 'UBOB UCAROL SLEADS',
      roles: 'role-1 role-2',
      beyondOwnRole: 'yes',
      defaultRole: 'role-2',
      channel: 'C1',
      domains: 'example.com acme.example',
      quota: '20 deny',
      roleChangers: 'UDAN SHR',
      remindAfterDays: '0',
      reference: 'abc234',
    };
    expect(await last()).toEqual({
      ...all,
      beyondOwnRoleBefore: '',
      quotaBefore: '',
      roleChangersBefore: '',
      remindAfterDaysBefore: '',
    });
    const stricter: ConnectionSettings = { ...more, quota: { invites: 5, fate: 'deny' } };
    await changeSettings({ ...connection, settings: more }, stricter, actor);
    expect(await last()).toEqual({ ...all, quota: '5 deny', quotaBefore: '20 deny' });
  });

  it('changes nothing where the connection has been replaced', async () => {
    const { connection, check, connect, changeSettings, stored } = await connected();
    await check();
    await connect({ pendingId: 'id-3' });
    expect(await changeSettings(connection, limited, actor)).toBe(false);
    expect(await stored()).toMatchObject({ id: 'id-4', settings });
  });
});

describe('disconnecting', () => {
  it('deletes the connection with its token, and is in the record', async () => {
    const { connection, disconnect, stored, recorded } = await connected();
    expect(await disconnect(connection, actor)).toBe(true);
    expect(await stored()).toBeUndefined();
    expect((await recorded())[0]).toMatchObject({
      workspace: 'T1',
      actor: 'UALICE',
      action: 'disconnect',
      subject: acme.id,
      outcome: 'done',
      details: { organization: acme.name, reference: 'abc234' },
    });
  });

  it('leaves the connection that has taken its place', async () => {
    const { connection, check, connect, disconnect, stored } = await connected();
    await check();
    await connect({ pendingId: 'id-3' });
    expect(await disconnect(connection, actor)).toBe(false);
    expect(await stored()).toMatchObject({ id: 'id-4' });
  });

  it('the whole Enterprise organization leaves workspaces with a connection of their own', async () => {
    const { connection, check, connect, disconnect, stored } = await connected({
      isEnterpriseWide: true,
    });
    await check();
    await connect({ pendingId: 'id-3' });
    expect(await disconnect(connection, actor)).toBe(true);
    expect(await stored('T1')).toMatchObject({ id: 'id-4' });
    expect(await stored('T2')).toBeUndefined();
  });
});

it('a token that never expires is stored as one that does not', async () => {
  const { check, connect, stored, state } = await setUp();
  state.expiresAt = 'never';
  await check();
  await connect();
  expect(await stored()).toMatchObject({ neverExpires: true });
  expect(await stored()).not.toHaveProperty('expiresAt');
});
