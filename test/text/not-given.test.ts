import { expect, it } from 'vitest';
import type { Reason } from '../../src/domain/reasons.ts';
import { needsApproval } from '../../src/text/index.ts';

const words = (...reasons: Reason[]) =>
  needsApproval(1, { name: 'Admin' }, { reasons, organization: 'Acme Robotics' });

it('what needs approval is one sentence, with everything that stands in the way of less', () => {
  expect(words({ kind: 'no_rule' })).toBe(
    '*1 person* can be invited as *Admin* only with approval.',
  );
  expect(
    words(
      { kind: 'rule', id: 'settings' },
      { kind: 'two_approvals' },
      { kind: 'quota', used: 20, limit: 20 },
      { kind: 'above', own: 'Editor' },
    ),
  ).toBe(
    '*1 person* can be invited as *Admin* only with approval: two people must approve this role; you have invited 20 people in the last 24 hours, and 20 is the most without approval; the role can do more in Piper than your own there (*Editor*).',
  );
});

it.each([
  [{ kind: 'not_comparable' }, "I can't tell what the role may do in Piper"],
  [{ kind: 'unmatched', why: 'none' }, "I can't tell which roles you may give in Piper"],
  [{ kind: 'groups_unread', userGroupIds: ['S1'] }, "Slack can't tell me right now who is in"],
] as const)('says why a role needs approval: %j', (reason, says) => {
  expect(words({ kind: 'rule', id: 'settings' }, reason as Reason)).toContain(`approval: ${says}`);
});
