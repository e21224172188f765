import { describe, expect, it } from 'vitest';
import { type ConnectionScope, scopeId, type WorkspaceRef } from '../../src/domain/connection.ts';
import { createEndInstallation } from '../../src/usecases/end-installation.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, installation, storedAt } from '../helpers/stored.ts';

const then = storedAt + 60_000;

/** Connected workspaces and Enterprise organizations, and what is left of the app's tokens where it is removed. */
async function setUp(ended: 'ended' | 'none' | 'newer' = 'ended') {
  const storage = await openEmpty();
  const { connections, installations, audit, location } = storage;
  const asked: unknown[] = [];
  const end = createEndInstallation({
    tokens: {
      end: async (...which) => {
        asked.push(which);
        return ended;
      },
    },
    connections,
    audit,
  });
  return {
    end,
    asked,
    connect: (scope: ConnectionScope, enterpriseId?: string) => {
      const id = `of ${scopeId(scope)}`;
      return connections.save(
        connectionWithToken({ id, scope, ...(enterpriseId && { enterpriseId }) }),
        entry({ workspace: scopeId(scope), action: 'connect' }),
      );
    },
    install: (teamId: string) =>
      installations.storeInstallation(installation({ team: { id: teamId, name: teamId } })),
    connectionOf: async (workspace: WorkspaceRef) => {
      const found = await connections.find(workspace);
      return found.ok ? found.value?.id : found.error.kind;
    },
    /** What was recorded after the connections were made, oldest first. */
    recorded: async (workspace: string) =>
      (await auditRecord(location, workspace))
        .filter(({ action }) => action !== 'connect')
        .map(({ number: _, hash: __, previousHash: ___, ...recorded }) => recorded)
        .reverse(),
  };
}

const byApp = (workspace: string, action: 'uninstall' | 'disconnect') => ({
  workspace,
  at: then,
  actor: 'app',
  action,
  subject: workspace,
  surface: 'event',
  outcome: 'done',
  details: {},
});

describe('the app that is removed from a workspace', () => {
  it('loses its tokens and its connection there, which the record says', async () => {
    const { end, asked, connect, connectionOf, recorded } = await setUp();
    await connect({ teamId: 'T1' });
    await connect({ teamId: 'T2' });
    expect(await end({ teamId: 'T1' }, then)).toBe(true);
    expect(asked).toEqual([[{ teamId: 'T1' }, then]]);
    expect(await connectionOf({ teamId: 'T1' })).toBeUndefined();
    expect(await connectionOf({ teamId: 'T2' })).toBe('of T2');
    expect(await recorded('T1')).toEqual([byApp('T1', 'uninstall'), byApp('T1', 'disconnect')]);
    expect(await recorded('T2')).toEqual([]);
  });

  it('leaves the connection of its Enterprise organization to the other workspaces', async () => {
    const { end, connect, connectionOf } = await setUp();
    await connect({ enterpriseId: 'E1' });
    await connect({ teamId: 'T1' }, 'E1');
    await connect({ teamId: 'T2' }, 'E1');
    await end({ teamId: 'T1' }, then);
    expect(await connectionOf({ teamId: 'T2', enterpriseId: 'E1' })).toBe('of T2');
    expect(await connectionOf({ teamId: 'T3', enterpriseId: 'E1' })).toBe('of E1');
  });

  it('keeps everything where it has been installed again since', async () => {
    const { end, connect, connectionOf, recorded } = await setUp('newer');
    await connect({ teamId: 'T1' });
    expect(await end({ teamId: 'T1' }, then)).toBe(false);
    expect(await connectionOf({ teamId: 'T1' })).toBe('of T1');
    expect(await recorded('T1')).toEqual([]);
  });

  it('still loses its connection where the tokens were gone already, and is recorded as removed once', async () => {
    const { end, connect, connectionOf, recorded } = await setUp('none');
    await connect({ teamId: 'T1' });
    expect(await end({ teamId: 'T1' }, then)).toBe(true);
    expect(await connectionOf({ teamId: 'T1' })).toBeUndefined();
    expect(await end({ teamId: 'T1' }, then)).toBe(true);
    expect(await recorded('T1')).toEqual([byApp('T1', 'disconnect')]);
  });
});

describe('the app that is removed from an Enterprise organization', () => {
  it('loses the connections there, but for workspaces that have it on their own', async () => {
    const { end, connect, install, connectionOf, recorded } = await setUp();
    await connect({ enterpriseId: 'E1' });
    await connect({ teamId: 'T1' }, 'E1');
    await connect({ teamId: 'T2' }, 'E1');
    await connect({ teamId: 'T3' }, 'E2');
    await install('T2');
    expect(await end({ enterpriseId: 'E1' }, then)).toBe(true);
    expect(await connectionOf({ teamId: 'T1', enterpriseId: 'E1' })).toBeUndefined();
    expect(await connectionOf({ teamId: 'T2', enterpriseId: 'E1' })).toBe('of T2');
    expect(await connectionOf({ teamId: 'T3', enterpriseId: 'E2' })).toBe('of T3');
    expect(await recorded('E1')).toEqual([byApp('E1', 'uninstall'), byApp('E1', 'disconnect')]);
    expect(await recorded('T1')).toEqual([byApp('T1', 'disconnect')]);
    expect([...(await recorded('T2')), ...(await recorded('T3'))]).toEqual([]);
  });
});
