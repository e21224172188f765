import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/person.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { findInvitee } from '../../src/usecases/find-invitee.ts';
import { person } from '../helpers/builders.ts';

const mention = { kind: 'mention', userId: 'UGRACE' } as const;

/** A Slack that knows this of @grace alone. */
function slackWith(found: Result<Person, 'unknown' | 'unavailable'>) {
  const asked: string[] = [];
  const find = async (userId: string) => {
    asked.push(userId);
    return userId === 'UGRACE' ? found : err('unknown' as const);
  };
  const people = {
    find,
    findAnew: find,
    findAll: (userIds: readonly string[]) => Promise.all(userIds.map(find)),
    remembered: () => undefined,
  };
  return { people, asked };
}

describe('somebody who was named', () => {
  it('by an address is found without asking Slack', async () => {
    const { people, asked } = slackWith(err('unavailable'));
    const ref = { kind: 'address', address: 'ada@example.com' } as const;
    expect(await findInvitee(people, ref)).toEqual(ok({ address: 'ada@example.com' }));
    expect(asked).toEqual([]);
  });

  it('by a mention has the address of their profile', async () => {
    const { people } = slackWith(ok(person()));
    expect(await findInvitee(people, mention)).toEqual(
      ok({ address: 'grace@example.com', userId: 'UGRACE' }),
    );
  });

  it.each(['unknown', 'unavailable'] as const)('is %s where Slack says so', async (kind) => {
    const { people } = slackWith(err(kind));
    expect(await findInvitee(people, mention)).toEqual(err({ kind, userId: 'UGRACE' }));
  });

  it('is not found where their profile has no address', async () => {
    const { address: _, ...grace } = person();
    const { people } = slackWith(ok(grace));
    expect(await findInvitee(people, mention)).toEqual(
      err({ kind: 'no_address', userId: 'UGRACE' }),
    );
  });
});
