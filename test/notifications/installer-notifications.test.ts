import { expect, it } from 'vitest';
import type { DenialReason } from '../../src/domain/policy.ts';
import { createInstallerNotifications } from '../../src/notifications/installer-notifications.ts';
import { keptLog } from '../helpers/log-lines.ts';

/** What whoever has installed the app reads, and what the log says. */
async function told({
  state = 'none',
  isInstalled = true,
  denied,
  fails = false,
}: {
  state?: string;
  isInstalled?: boolean;
  denied?: DenialReason;
  fails?: boolean;
}) {
  const kept = keptLog();
  const messages: [unknown, string, boolean][] = [];
  const workspace = {
    inviteAdmins: new Set(['UOPERATOR']),
    find: async () => ({ kind: state }),
    messenger: {
      tell: async (to: unknown, { text, blocks }: { text: string; blocks: unknown[] }) => {
        if (fails) throw new Error('Slack is down');
        messages.push([to, text, JSON.stringify(blocks).includes('open_connect')]);
      },
    },
  };
  const notify = createInstallerNotifications({
    workspaceAt: async () => (isInstalled ? workspace : undefined) as never,
    authorize: {
      toConnect: async () => (denied ? { allowed: false, reason: denied } : { allowed: true }),
    },
    log: kept.log,
  });
  await notify({ workspace: { teamId: 'T1' }, name: 'Acme', userId: 'UALICE' });
  return { messages, errors: kept.lines().filter(({ level }) => level === 'error') };
}

const to = { userId: 'UALICE' };

it('whoever has installed the app is shown the way on, with a button where they may connect', async () => {
  expect((await told({})).messages).toEqual([[to, expect.stringContaining('Acme'), true]]);
  // Where Slack can't tell, the button finds out.
  expect((await told({ denied: 'unidentified' })).messages).toMatchObject([
    [to, expect.any(String), true],
  ]);
  const others = [to, expect.stringMatching(/Acme.*<@UOPERATOR>/s), false];
  expect((await told({ denied: 'not_chosen' })).messages).toEqual([others]);
});

it('nobody is told where the workspace is connected already, or the app is gone again', async () => {
  for (const about of [{ state: 'connected' }, { state: 'unreadable' }, { isInstalled: false }]) {
    expect(await told(about)).toEqual({ messages: [], errors: [] });
  }
});

it('a message that could not be sent is in the log alone', async () => {
  expect(await told({ fails: true })).toMatchObject({
    messages: [],
    errors: [{ msg: 'installer not notified' }],
  });
});
