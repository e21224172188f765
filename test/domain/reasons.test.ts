import { expect, it } from 'vitest';
import { notGivenProblem } from '../../src/domain/invite-input.ts';
import { type Reason, untoldIn, whyNotGiven } from '../../src/domain/reasons.ts';
import { connection, editor } from '../helpers/builders.ts';

const noRule: Reason = { kind: 'no_rule' };

it('what Slack does not tell is found among the reasons, since an invite may be decided otherwise later', () => {
  const unread: Reason = { kind: 'groups_unread', userGroupIds: ['S1'] };
  expect(untoldIn([noRule, unread])).toBe(unread);
  expect(untoldIn([{ kind: 'unidentified' }])).toEqual({ kind: 'unidentified' });
  expect(untoldIn([noRule, { kind: 'quota', used: 1, limit: 1 }])).toBeUndefined();
});

it('why a role is not given names who can help, if anybody connected the workspace', () => {
  const why = { reasons: [noRule], organization: 'Acme Robotics' };
  expect(whyNotGiven([noRule], connection())).toEqual({ ...why, connectedBy: 'UALICE' });
  expect(whyNotGiven([noRule], connection({ connectedBy: '' }))).toEqual(why);
});

it('a role that is not given is a problem with the role, of everybody, unless it says otherwise', () => {
  const invitees = [{ address: 'ada@example.com' }];
  const problem = { kind: 'not_given', role: editor, why: { reasons: [noRule] } };
  expect(notGivenProblem(editor, connection(), [noRule])).toMatchObject({
    ...problem,
    part: 'role',
    invitees: [],
  });
  expect(notGivenProblem(editor, connection(), [noRule], { part: 'file', invitees })).toMatchObject(
    { ...problem, part: 'file', invitees },
  );
});
