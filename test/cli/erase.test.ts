import { describe, expect, it } from 'vitest';
import { carryOut, connected, locationOf } from '../helpers/cli.ts';
import { openForTest } from '../helpers/storage.ts';
import { batch, invitation, storedAt } from '../helpers/stored.ts';

const ada = 'ada@example.com';
const verified = async (directory: string) =>
  (await carryOut(['verify-audit'], directory)).stdout.split('\n');
const whole = 'Nothing in the record was changed or removed.';

/** Two workspaces, and in the first one somebody whose invite is on its way. */
async function withOpenInvite(): Promise<{ directory: string; end: () => Promise<void> }> {
  const directory = await connected();
  const made = batch();
  const storage = await openForTest(locationOf(directory));
  await storage.batches.submit(made, [invitation(ada)], []);
  await storage.close();
  return {
    directory,
    end: async () => {
      const again = await openForTest(locationOf(directory));
      const outcome = { kind: 'cancelled', by: 'UALICE' } as const;
      const entryOf = () => ({
        ...{ workspace: 'T1', at: storedAt, actor: 'UALICE', action: 'cancel' as const },
        ...{ subject: ada, surface: 'button' as const, outcome: 'cancelled' as const, details: {} },
      });
      await again.invitations.endWaiting(made.id, {}, { outcome, at: storedAt }, entryOf);
      await again.batches.recordNotification(made.id, { notifiedAt: storedAt });
      await again.close();
    },
  };
}

describe('erase with an address', () => {
  it('says what it will do, does it when it is told so, and leaves the record whole', async () => {
    const { directory, end } = await withOpenInvite();
    await end();
    const what = `Invites to ${ada}: 1. Requests to invite it: 0. Workspaces whose record names it: 2. Notes and reasons that say it: 0.\n`;
    const planned = await carryOut(['erase', ada], directory);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toContain(what);
    expect(planned.stdout).toContain('Nothing was erased yet. With --yes, the invites');
    expect(await carryOut(['erase', ada], directory)).toEqual(planned);

    expect(await carryOut(['erase', 'Ada@Example.com', '--yes'], directory)).toEqual({
      code: 0,
      stdout: `${what.replace(ada, 'Ada@Example.com')}Erased.\n`,
      stderr: '',
    });
    expect(await carryOut(['erase', ada, '--yes'], directory)).toMatchObject({
      code: 0,
      stdout: `Nothing is stored about ${ada}.\n`,
    });
    expect(await verified(directory)).toContain(whole);
    const { stdout } = await carryOut(['export', '--workspace', 'T1'], directory);
    expect(stdout.toLowerCase()).not.toContain(ada);
  });

  it('erases nothing while an invite is on its way, says why, and ends with 1', async () => {
    const { directory } = await withOpenInvite();
    for (const args of [
      ['erase', ada, '--yes'],
      ['erase', '--workspace', 'T1', '--yes'],
    ]) {
      const { code, stdout } = await carryOut(args, directory);
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /^Invites and requests of \S+ that are still under way: 1\. Nothing was erased\. Cancel them in Slack, or wait/,
      );
    }
    expect((await carryOut(['erase', ada], directory)).code).toBe(1);
    const { stdout } = await carryOut(['export', '--workspace', 'T1'], directory);
    expect(stdout).toContain(ada);
  });
});

describe('erase with a workspace', () => {
  it('says what it will do, does it when it is told so, and leaves the record whole', async () => {
    const directory = await connected();
    const args = ['erase', '--workspace', 'T1'];
    const what =
      'Of T1 there are batches of invites: 0, requests to invite: 0, entries in its record: 1, addresses in it: 1.\n';
    const planned = await carryOut(args, directory);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toContain(`${what}Nothing was erased yet. With --yes, they are deleted`);
    expect(await carryOut(args, directory)).toEqual(planned);
    expect(await carryOut([...args, '--yes'], directory)).toEqual({
      code: 0,
      stdout: `${what}Erased.\n`,
      stderr: '',
    });
    expect(await carryOut(args, directory)).toMatchObject({
      code: 0,
      stdout: 'Nothing is stored about T1.\n',
    });
    expect(await verified(directory)).toEqual([
      'The record of T1 begins behind entry 1.',
      whole,
      'Checked: records 3, entries 2.',
      '',
    ]);
    const { stdout } = await carryOut(['export', '--workspace', 'T2'], directory);
    expect(stdout).toContain('c-T2');
  });
});
