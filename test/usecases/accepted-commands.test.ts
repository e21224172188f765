import { describe, expect, it } from 'vitest';
import { createAcceptCommands } from '../../src/usecases/accepted-commands.ts';
import { acceptedCommands as limits } from '../../src/usecases/limits.ts';
import type { AcceptedCommand, TypedCommand } from '../../src/usecases/ports/accepted-commands.ts';
import { currentReference } from '../../src/utils/request-reference.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const workspace = { teamId: 'T1' };
const command = (submission: string): TypedCommand => ({
  submission,
  workspace,
  userId: 'UBOB',
  text: 'ada@example.com',
  channel: 'C1',
});
const { now } = fakeClock();
const left = (id: string, age = 0, typed: TypedCommand | undefined = command(id)) =>
  ({ id, workspace, userId: 'UBOB', at: now() - age, typed }) satisfies AcceptedCommand;

function setUp(claimed: AcceptedCommand[] = []) {
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      calls.push([name, ...args]);
    };
  const commands = createAcceptCommands({
    acceptedCommands: {
      add: note('add'),
      remove: note('remove'),
      endLeases: note('endLeases'),
      claim: async (...args) => {
        calls.push(['claim', ...args]);
        return claimed;
      },
    },
    onFailed: (error) => errors.push(error),
    now,
  });
  return { commands, calls, errors };
}

it('a command is kept, for its process alone at first, until it is forgotten', async () => {
  const { commands, calls } = setUp();
  await commands.accept(command('one'));
  await commands.forget('T1 one');
  expect(calls).toEqual([
    ['add', command('one'), now(), now() + limits.lease],
    ['remove', 'T1 one'],
  ]);
});

describe('commands that a process has left', () => {
  it('are carried out, each under a reference of its own, but for old and unreadable ones', async () => {
    const young = left('young', limits.giveUpAfter - 1);
    const old = left('old', limits.giveUpAfter);
    const unreadable = { ...left('unreadable'), typed: undefined };
    const { commands, calls, errors } = setUp([young, left('another'), old, unreadable]);
    const references: unknown[] = [];
    const carriedOut: unknown[] = [];
    const givenUp: unknown[] = [];
    await commands.takeUp({
      carryOut: async (typed) => {
        carriedOut.push(typed);
        references.push(currentReference());
      },
      giveUp: async (given) => {
        givenUp.push(given);
      },
    });
    expect(carriedOut).toEqual([command('young'), command('another')]);
    expect(givenUp).toEqual([old, unreadable]);
    expect(new Set(references).size).toBe(2);
    expect(references).not.toContain(undefined);
    expect(calls).toEqual([['claim', now(), now() + limits.lease, limits.claimSize]]);
    expect(errors).toEqual([]);
  });

  it('do not hold up each other where one fails', async () => {
    const { commands, errors } = setUp([left('bad'), left('good')]);
    const done: string[] = [];
    const down = new Error('Slack is down');
    await commands.takeUp({
      carryOut: async ({ submission }) => {
        if (submission === 'bad') throw down;
        done.push(submission);
      },
      giveUp: async () => {},
    });
    expect([done, errors]).toEqual([['good'], [down]]);
  });
});
