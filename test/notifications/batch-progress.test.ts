import { describe, expect, it } from 'vitest';
import { batch as batchLimits, notifications as limits } from '../../src/limits.ts';
import { alreadyMember, invited } from '../helpers/builders.ts';
import { mixed, notifiers, numbered, refused } from '../helpers/notifiers.ts';

/** A batch that is long enough for its progress to be shown, and a process that has posted it. */
async function setUp() {
  const all = await notifiers();
  const { id } = await all.batch({ addresses: numbered(30) });
  return { ...all, id, process: all.start() };
}

describe('the progress of a long batch', () => {
  it('is posted once, and edited as it goes on, at most once a second', async () => {
    const { id, process, heard, ways, waits, end, posted } = await setUp();
    await process.tell(id);
    expect(heard).toMatchObject([{ how: 'post', to: 'C1' }]);
    await end(invited, refused);
    for (let changes = 0; changes < 5; changes += 1) process.changed(id);
    await process.idle();
    expect(ways()).toEqual(['post', 'change', 'change']);
    expect(heard[1]).toMatchObject({ to: posted });
    expect(heard[1]?.text).not.toBe(heard[0]?.text);
    expect(waits).toEqual([limits.updateInterval, limits.updateInterval, limits.updateInterval]);
  });

  it('is not shown for a batch that is not long', async () => {
    const { batch, start, ways, end } = await notifiers();
    const { id } = await batch({ addresses: numbered(batchLimits.quietPeople) });
    await end(invited);
    await start().tell(id);
    expect(ways()).toEqual([]);
  });

  it.each([
    ['is left alone for half a minute', -1, ['post', 'change']],
    ['is edited again as soon as half a minute is over', 0, ['post', 'change', 'change']],
  ])('%s after an edit that Slack did not take', async (_, early, expected) => {
    const { id, process, slack, ways, pass } = await setUp();
    await process.tell(id);
    slack.change = () => 'failed';
    await process.tell(id);
    pass(limits.pauseAfterFailure - limits.updateInterval + early);
    await process.tell(id);
    expect(ways()).toEqual(expected);
  });

  it('ends where nobody was invited, and is not posted again for that where somebody has deleted it', async () => {
    for (const answer of ['done', 'gone'] as const) {
      const { id, process, slack, ways, end, heard, stored } = await setUp();
      await process.tell(id);
      slack.change = () => answer;
      await end(...Array(30).fill(alreadyMember));
      await process.tell(id);
      expect(ways().toSorted()).toEqual(['change', 'post', 'tell']);
      const edit = heard.find(({ how }) => how === 'change');
      expect(edit?.text).toMatch(/sent 30 invites .* nobody new was invited\.\nConfirmed by/);
      expect(await stored(id)).toMatchObject({ isAnnounced: true, isNotified: true });
    }
  });

  it('is never shown again where somebody has deleted it, and the result is announced anew', async () => {
    const { id, process, slack, ways, pass, end, stored, heard } = await setUp();
    await process.tell(id);
    slack.change = () => 'gone';
    await process.tell(id);
    pass(limits.giveUpAfter);
    await process.tell(id);
    expect(ways()).toEqual(['post', 'change']);
    await end(...Array(30).fill(invited));
    await process.tell(id);
    expect(ways()).toEqual(['post', 'change', 'change', 'announce']);
    expect(heard.at(-1)?.text).toContain('invited 30 people');
    expect(await stored(id)).toMatchObject({ isAnnounced: true, isNotified: true });
  });

  it('is offered once to a conversation that the bot may not post in, and the result is announced in another way', async () => {
    const { id, process, slack, ways, pass, end, loggedPosts } = await setUp();
    slack.post = () => 'refused';
    await process.tell(id);
    pass(limits.giveUpAfter);
    await process.tell(id);
    expect(ways()).toEqual(['post']);
    expect(loggedPosts()).toEqual([]);
    await end(...mixed(30));
    await process.tell(id);
    expect(ways().toSorted()).toEqual(['announce', 'post', 'tell']);
  });

  it('is not followed by a second message where the first may be there, and the inviter alone hears the result', async () => {
    const { id, process, slack, ways, heard, end, stored, start } = await setUp();
    slack.post = () => 'unclear';
    await process.tell(id);
    expect(await stored(id)).toMatchObject({ isPostUnclear: true });
    // Another process knows it, too.
    await start().tell(id);
    await end(...Array(30).fill(invited));
    await process.tell(id);
    expect(ways()).toEqual(['post', 'announce']);
    expect(heard.at(-1)?.to).toMatchObject({ channel: 'C1', userId: 'UALICE', mayBeThere: true });
    expect(await stored(id)).toMatchObject({ isAnnounced: true, isNotified: true });
  });

  it('is not announced at the end where nobody saw it and nobody was invited', async () => {
    const { id, process, slack, ways, end, stored } = await setUp();
    slack.post = () => 'refused';
    await process.tell(id);
    await end(...Array(30).fill(refused));
    await process.tell(id);
    expect(ways()).toEqual(['post', 'tell']);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('ends in the same message where nobody was invited', async () => {
    const { id, process, heard, ways, end, posted } = await setUp();
    await process.tell(id);
    await end(...Array(30).fill(refused));
    await process.tell(id);
    expect(ways().toSorted()).toEqual(['change', 'post', 'tell']);
    expect(heard.find(({ how }) => how === 'change')).toMatchObject({
      to: posted,
      text: expect.stringContaining('nobody'),
    });
  });

  it('waits where there is no access to the workspace, and keeps it from no other process', async () => {
    const { id, slack, ways, process, errors, start } = await setUp();
    slack.isInstalled = () => false;
    await process.tell(id);
    expect(errors()).toEqual([]);
    slack.isInstalled = () => true;
    await start().tell(id);
    expect(ways()).toEqual(['post']);
  });

  it('is free for the next process where this one fails in the middle of it', async () => {
    const { id, slack, ways, process, errors, start } = await setUp();
    slack.post = () => {
      throw new Error('a mistake');
    };
    await process.tell(id);
    expect(errors()).toMatchObject([
      { msg: 'batch notification failed', batch: id, err: { message: 'a mistake' } },
    ]);
    slack.post = () => ({ channel: 'C1', ts: '2' });
    await start().tell(id);
    expect(ways()).toEqual(['post', 'post']);
  });

  it('is in the log when it is first posted, with the time since the batch was submitted', async () => {
    const { id, process, pass, loggedPosts } = await setUp();
    pass(700);
    await process.tell(id);
    await process.tell(id);
    expect(loggedPosts()).toMatchObject([{ batch: id, durationMs: 700 }]);
  });
});
