import { expect, it } from 'vitest';
import type { Connection } from '../../src/domain/connection.ts';
import { createRequestWorkspaceOf } from '../../src/notifications/request-workspace.ts';
import { connection } from '../helpers/builders.ts';

async function found(about: Partial<Connection> | undefined, isInstalled = true) {
  const noted: [string, string | undefined][] = [];
  const state = about ? { kind: 'connected', connection: connection(about) } : { kind: 'none' };
  const workspace = await createRequestWorkspaceOf({
    workspaceAt: async () => (isInstalled ? { find: async () => state } : undefined) as never,
    connections: {
      noteChannel: async (id, channel) => {
        noted.push([id, channel]);
      },
    },
  })({ teamId: 'T1' });
  return { workspace, noted };
}

it('requests of a workspace are told as its connection says now', async () => {
  const asking = {
    approvers: { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [],
  };
  const { settings } = connection();
  const { workspace } = await found({ settings: { ...settings, asking } });
  expect(workspace).toMatchObject({ asking, connectedBy: 'UALICE' });
  const unconnected = (await found(undefined)).workspace;
  expect(unconnected).toMatchObject({ asking: undefined, connectedBy: undefined });
  expect((await found({}, false)).workspace).toBeUndefined();
});

it('a channel that takes no request is kept with the connection, once', async () => {
  const { workspace, noted } = await found({ refusedChannel: 'C1' });
  await workspace?.noteChannel('C1');
  expect(noted).toEqual([]);
  await workspace?.noteChannel('C2');
  await workspace?.noteChannel(undefined);
  expect(noted).toEqual([
    ['connection-1', 'C2'],
    ['connection-1', undefined],
  ]);
  const unconnected = await found(undefined);
  await unconnected.workspace?.noteChannel('C1');
  expect(unconnected.noted).toEqual([]);
});
