import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { ConnectionSettings, ConnectionWithToken } from '../../src/domain/connection.ts';
import { ok } from '../../src/domain/result.ts';
import { createConnectWorkspace } from '../../src/usecases/connect-workspace.ts';
import type { PendingConnection } from '../../src/usecases/ports/pending-connections.ts';
import type { PiperTokens } from '../../src/usecases/ports/piper.ts';
import { acme, editor } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';

const workspace = { teamId: 'T1', enterpriseId: 'E1' };
const actor = { userId: 'UALICE', surface: 'form', reference: 'abc234' } as const;
const settings: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };
const token = 'pat_abcdefuvwxyz';

function setUp() {
  const { now } = fakeClock();
  const pending = new Map<string, PendingConnection>();
  const saved: [ConnectionWithToken, AuditEntry][] = [];
  const state = { errors: undefined as Error | undefined, ids: 0 };
  const tokens: PiperTokens = {
    inspect: async () =>
      ok([
        { ...acme, missing: [] },
        { id: 'org-2', name: 'Beta', missing: ['add'] },
      ]),
    expiry: async () => undefined,
    open: () => fakePiper({ clock: fakeClock(), roles: [editor] }).piper,
  };
  const usecase = createConnectWorkspace({
    connections: {
      save: async (connection, entry) => {
        if (state.errors) throw state.errors;
        saved.push([connection, entry]);
      },
      changeSettings: async () => true,
      remove: async () => true,
    },
    pendingConnections: {
      save: async (waiting) => {
        pending.set(waiting.id, waiting);
      },
      find: async (id) => pending.get(id),
      remove: async (id) => pending.delete(id),
      removeExpired: async () => {},
    },
    tokens,
    newId: () => `id-${++state.ids}`,
    now,
  });
  const connect = (
    about: {
      isEnterpriseWide?: boolean;
      userId?: string;
      organizationId?: string;
      teamId?: string;
    } = {},
  ) =>
    usecase.connect(
      {
        pendingId: 'id-1',
        organizationId: about.organizationId ?? acme.id,
        workspace: { ...workspace, teamId: about.teamId ?? 'T1' },
        isEnterpriseWide: about.isEnterpriseWide ?? false,
        settings,
      },
      { ...actor, userId: about.userId ?? 'UALICE' },
    );
  return {
    state,
    pending,
    saved,
    ...usecase,
    check: () => usecase.check(token, workspace, 'UALICE'),
    connect,
  };
}

describe('connecting a workspace', () => {
  it('tells what a token is good for, and gives it away to nobody', async () => {
    const { check, open, connect, saved } = setUp();
    const checked = await check();
    expect(checked).toEqual(
      ok({
        pendingId: 'id-1',
        usable: [{ ...acme, missing: [] }],
        unusable: [{ id: 'org-2', name: 'Beta', missing: ['add'] }],
      }),
    );
    const opened = await open('id-1', acme.id, workspace, 'UALICE');
    const connected = await connect();
    expect(connected).toMatchObject({ ok: true, value: { id: 'id-2', scope: { teamId: 'T1' } } });
    expect(JSON.stringify([checked, opened, connected, saved[0]?.[1]])).not.toContain(token);
    expect(saved[0]?.[0].token).toBe(token);
  });

  it('makes a connection for the whole Enterprise organization where that is wanted', async () => {
    const { check, connect, saved } = setUp();
    await check();
    await connect({ isEnterpriseWide: true });
    expect(saved[0]?.[0].scope).toEqual({ enterpriseId: 'E1' });
    expect(saved[0]?.[1]).toMatchObject({ workspace: 'E1', actor: 'UALICE' });
  });

  it.each([
    ['somebody else', { userId: 'UBOB' }, 'overtaken'],
    ['the same person in another workspace', { teamId: 'T2' }, 'overtaken'],
    ['an organization that it does not see', { organizationId: 'org-9' }, 'not_found'],
    ['an organization in which it may do too little', { organizationId: 'org-2' }, 'forbidden'],
  ])(
    'does not let a token be used by or for %s, and keeps it for its owner',
    async (_, about, kind) => {
      const { check, connect, saved } = setUp();
      await check();
      expect(await connect(about)).toEqual({ ok: false, error: { kind } });
      expect(saved).toEqual([]);
      expect((await connect()).ok).toBe(true);
    },
  );

  it('uses a token once, however many come with it at the same time', async () => {
    const { check, connect, saved } = setUp();
    await check();
    const results = await Promise.all(Array.from({ length: 10 }, () => connect()));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(saved).toHaveLength(1);
  });

  it('has changed nothing where the connection cannot be stored', async () => {
    const { check, connect, state, saved, pending } = setUp();
    await check();
    state.errors = new Error('disk full');
    await expect(connect()).rejects.toThrow('disk full');
    expect([saved, [...pending]]).toEqual([[], []]);
  });
});
