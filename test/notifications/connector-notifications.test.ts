import { describe, expect, it } from 'vitest';
import type { WorkspaceRef } from '../../src/domain/connection.ts';
import { createConnectorNotifications } from '../../src/notifications/connector-notifications.ts';
import { connection, connectionWithToken } from '../helpers/builders.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { scriptedMessenger } from '../helpers/scripted-messenger.ts';

function setUp() {
  const { messengerOf, ...scripted } = scriptedMessenger();
  const asked: Partial<WorkspaceRef>[] = [];
  const kept = keptLog();
  const notifications = createConnectorNotifications({
    messengerOf: async (workspace) => {
      asked.push(workspace);
      return messengerOf();
    },
    log: kept.log,
  });
  return { ...scripted, ...notifications, asked, kept };
}

const day = 86_400_000;
const expiring = connection({
  connectedBy: 'UCAROL',
  expiresAt: Date.parse('2026-12-01T00:00:00Z') + 7 * day,
});

describe('whoever connected a workspace', () => {
  it('is told that Piper has rejected the token, and how to renew it, without the token', async () => {
    const { tokenRejected, heard, asked } = setUp();
    const rejected = connectionWithToken({ connectedBy: 'UCAROL' });
    await tokenRejected(rejected);
    expect(asked).toEqual([{ teamId: 'T1' }]);
    expect(heard.map(({ how, to }) => [how, to])).toEqual([['tell', { userId: 'UCAROL' }]]);
    const said = JSON.stringify(heard[0]?.message);
    expect(said).toContain('*Acme Robotics*');
    expect(said).toContain('You connected this workspace and can renew its token');
    expect(said).toContain('"Renew the token"');
    expect(said).not.toContain(rejected.token);
  });

  it('is told that the token expires, and when', async () => {
    const { tokenExpiring, heard } = setUp();
    await tokenExpiring(expiring, 7);
    expect(heard).toMatchObject([
      {
        how: 'tell',
        to: { userId: 'UCAROL' },
        text: expect.stringContaining('expires within 7 days, on <!date^'),
      },
    ]);
    expect(heard[0]?.text).toContain('*Acme Robotics*');
  });

  it.each([
    ['a workspace', { scope: { teamId: 'T1' } }, { teamId: 'T1' }],
    [
      'a workspace of an Enterprise organization',
      { scope: { teamId: 'T1' }, enterpriseId: 'E1' },
      { teamId: 'T1', enterpriseId: 'E1' },
    ],
    ['a whole Enterprise organization', { scope: { enterpriseId: 'E1' } }, { enterpriseId: 'E1' }],
  ])('is told where they connected %s', async (_, about, workspace) => {
    const { tokenExpiring, asked } = setUp();
    await tokenExpiring({ ...expiring, ...about }, 1);
    expect(asked).toEqual([workspace]);
  });

  it('cannot be told where the app is not installed any more, which the log says', async () => {
    const { tokenExpiring, slack, heard, kept } = setUp();
    slack.isInstalled = () => false;
    await tokenExpiring(expiring, 7);
    expect(heard).toEqual([]);
    expect(kept.lines()).toMatchObject([
      {
        level: 'error',
        msg: 'connector not notified: the app is not installed',
        workspace: 'T1',
        connectedBy: 'UCAROL',
      },
    ]);
  });

  it('holds up nobody where they cannot be told by a mistake of ours, which the log says', async () => {
    const { tokenRejected, slack, kept } = setUp();
    slack.tell = () => {
      throw new Error('a mistake');
    };
    const rejected = connectionWithToken({ connectedBy: 'UCAROL' });
    await tokenRejected(rejected);
    expect(kept.lines()).toMatchObject([
      {
        level: 'error',
        msg: 'connector not notified',
        workspace: 'T1',
        connectedBy: 'UCAROL',
        err: { message: 'a mistake' },
      },
    ]);
    expect(kept.text()).not.toContain(rejected.token);
  });
});
