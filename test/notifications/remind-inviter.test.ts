import { describe, expect, it } from 'vitest';
import type { WorkspaceRef } from '../../src/domain/connection.ts';
import { createRemindInviter } from '../../src/notifications/remind-inviter.ts';
import type { FollowedInvitation } from '../../src/usecases/ports/follow-ups.ts';
import { acme, member } from '../helpers/builders.ts';
import { scriptedMessenger } from '../helpers/scripted-messenger.ts';

const pending = (address: string, about: Partial<FollowedInvitation> = {}): FollowedInvitation => ({
  id: `invitation of ${address}`,
  batchId: 'batch-1',
  workspace: { teamId: 'T1', enterpriseId: 'E1' },
  organization: acme,
  inviterId: 'UALICE',
  invitee: { address },
  member: member(address),
  invitedAt: 0,
  isShown: true,
  ...about,
});

function setUp() {
  const { messengerOf, ...scripted } = scriptedMessenger();
  const asked: Partial<WorkspaceRef>[] = [];
  const remind = createRemindInviter(async (workspace) => {
    asked.push(workspace);
    return messengerOf();
  });
  return { ...scripted, remind, asked };
}

describe('the inviter of a batch', () => {
  it('is reminded by direct message of everybody who is pending, and of how long', async () => {
    const { remind, heard, asked } = setUp();
    await remind([pending('ada@example.com'), pending('grace@example.com')], 3);
    expect(asked).toEqual([{ teamId: 'T1', enterpriseId: 'E1' }]);
    expect(heard).toMatchObject([{ how: 'tell', to: { userId: 'UALICE' } }]);
    for (const words of ['ada@example.com', 'grace@example.com', '3 days', 'Acme Robotics']) {
      expect(heard[0]?.text).toContain(words);
    }
  });

  it('is not reminded of nobody', async () => {
    const { remind, heard, asked } = setUp();
    await remind([], 3);
    expect(asked).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('is not reminded, without a mistake, where the app has no access to the workspace any more', async () => {
    const { remind, heard, slack } = setUp();
    slack.isInstalled = () => false;
    await remind([pending('ada@example.com')], 3);
    expect(heard).toEqual([]);
  });
});
