import { describe, expect, it } from 'vitest';
import { upshotFor, type Verdict } from '../../src/domain/invite-check.ts';
import { err, ok } from '../../src/domain/result.ts';
import { member } from '../helpers/builders.ts';

const invitee = { address: 'ada@example.com' };
const membership = { invitee, found: ok(member(invitee.address)) };
const none = { invitee, found: ok(undefined) };
const unread = { invitee, found: err({ kind: 'unauthorized' as const }) };
const verdicts: Verdict[] = [
  { kind: 'direct', reasons: [] },
  { kind: 'approval', reasons: [] },
  { kind: 'undecided' },
  { kind: 'deny', reasons: [] },
  { kind: 'refused', problems: [] },
];
const upshots = (checked: Parameters<typeof upshotFor>[0]) =>
  verdicts.map((verdict) => upshotFor(checked, verdict));

describe('what an invite comes to', () => {
  it('is what was decided, and nothing where it gets as far as no decision', () => {
    const decided = ['direct', 'approval', 'undecided', 'deny', 'deny'];
    expect(upshots({})).toEqual(decided);
    expect(upshots({ membership: none })).toEqual(decided);
    expect(upshots({ membership: unread })).toEqual(decided);
  });

  it('is nothing for a member, unless it would be denied anyhow', () => {
    expect(upshots({ membership })).toEqual(['member', 'member', 'member', 'deny', 'deny']);
  });
});
