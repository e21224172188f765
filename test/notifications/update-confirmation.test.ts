import { describe, expect, it } from 'vitest';
import { invited } from '../helpers/builders.ts';
import { notifiers, numbered, refused } from '../helpers/notifiers.ts';

/** A batch that has ended and that people were told of. */
async function setUp(endings = [invited, invited]) {
  const all = await notifiers();
  const { id } = await all.batch({ addresses: numbered(endings.length) });
  await all.end(...endings);
  const process = all.start();
  await process.tell(id);
  const before = all.heard.length;
  return { ...all, id, process, since: () => all.heard.slice(before) };
}

describe('the confirmation of a batch whose result was announced', () => {
  it('is edited when somebody has joined', async () => {
    const { id, process, storage, clock, since, posted, heard } = await setUp();
    await storage.followUps.record(`${id}-0`, { joinedAt: clock.now() }, clock.now());
    expect(await process.updateConfirmation(id)).toBe(true);
    expect(since()).toMatchObject([{ how: 'change', to: posted }]);
    expect(since()[0]?.text).toContain('joined');
    expect(heard[0]?.text).not.toContain('joined');
  });

  it.each([
    ['failed', false],
    ['done', true],
    // Somebody has deleted it.
    ['gone', true],
  ] as const)('is edited again later where Slack says %s: %s', async (answer, isDone) => {
    const { id, process, slack } = await setUp();
    slack.change = () => answer;
    expect(await process.updateConfirmation(id)).toBe(isDone);
  });

  it('needs no edit where the app has no access to the workspace any more', async () => {
    const { id, process, slack, since } = await setUp();
    slack.isInstalled = () => false;
    expect(await process.updateConfirmation(id)).toBe(true);
    expect(since()).toEqual([]);
  });

  it('needs no edit where there is none, since nobody was invited', async () => {
    const { id, process, since } = await setUp([refused]);
    expect(await process.updateConfirmation(id)).toBe(true);
    expect(since()).toEqual([]);
  });
});

describe('a confirmation', () => {
  it('that was given in a way that allows no edit needs none', async () => {
    const { batch, end, start, slack, ways } = await notifiers();
    const { id } = await batch({ addresses: numbered(1) });
    await end(invited);
    slack.announce = () => ({ isDelivered: true });
    const process = start();
    await process.tell(id);
    expect(await process.updateConfirmation(id)).toBe(true);
    expect(ways()).toEqual(['announce']);
  });

  it('is edited later where the result has yet to be announced', async () => {
    const { batch, end, start, ways } = await notifiers();
    const { id } = await batch({ addresses: numbered(1) });
    await end(invited);
    expect(await start().updateConfirmation(id)).toBe(false);
    expect(ways()).toEqual([]);
  });

  it('of a batch that is gone needs no edit', async () => {
    const { start, ways } = await notifiers();
    expect(await start().updateConfirmation('batch-of-nobody')).toBe(true);
    expect(ways()).toEqual([]);
  });
});
