import { describe, expect, it } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { err } from '../../src/domain/result.ts';
import { createWatchToken } from '../../src/usecases/watch-token.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { fakeTiming } from '../helpers/fake-timing.ts';

/** How often the connection was noted as refused after Piper answered everything with `failure`. */
function setUp(failure: PiperFailure) {
  const refused: string[] = [];
  const timing = fakeTiming();
  const watch = createWatchToken({
    connections: {
      markRefused: async (id) => {
        refused.push(id);
        return true;
      },
      markAccepted: async () => true,
    },
    tokens: {
      inspect: async () => err(failure),
      expiry: async () => undefined,
      roles: async () => err(failure),
    },
    onRefused: () => {},
    now: timing.now,
  });
  const answer = async () => err(failure);
  const { piper } = watch(connectionWithToken(), {
    ...fakePiper({ timing }).piper,
    addMember: answer,
    changeRole: answer,
  });
  return { refused, piper };
}

describe('a token that may not change roles', () => {
  it('may still invite', async () => {
    const { refused, piper } = setUp({ kind: 'forbidden' });
    await piper.changeRole('u', 'r');
    expect(refused).toEqual([]);
    await piper.addMember('ada@example.com', 'r');
    expect(refused).toHaveLength(1);
  });
});

describe('a token that Piper does not know', () => {
  it('is noted by a change of a role, too', async () => {
    const { refused, piper } = setUp({ kind: 'unauthorized' });
    await piper.changeRole('u', 'r');
    expect(refused).toHaveLength(1);
  });
});
