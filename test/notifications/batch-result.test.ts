import { describe, expect, it } from 'vitest';
import { delivery, notifications as limits } from '../../src/limits.ts';
import { resultFile as fileText } from '../../src/text/index.ts';
import { alreadyMember, invited } from '../helpers/builders.ts';
import { forEver, mixed, notifiers, numbered, refused } from '../helpers/notifiers.ts';

/** A batch that has ended, one of its people refused, and a process that is to tell people so. */
async function setUp(about: { random?: () => number; count?: number } = {}) {
  const { count = 3, ...chance } = about;
  const all = await notifiers(chance);
  const { id } = await all.batch({
    addresses: numbered(count),
    audience: { channel: 'C1', channelUrl: 'https://to.channel', inviterUrl: 'https://to.inviter' },
  });
  await all.end(...mixed(count));
  return { ...all, id, process: all.start() };
}

/** The first so many times something else than what comes after. */
const firstTimes =
  <T>(times: number, first: T, then: T) =>
  (): T => {
    times -= 1;
    return times >= 0 ? first : then;
  };

describe('the result of a batch', () => {
  it('is announced where it was asked for, and what did not work is told to the inviter alone', async () => {
    const { id, process, heard, stored } = await setUp();
    await process.tell(id);
    const [announced, told] = heard.toSorted((a, b) => a.how.localeCompare(b.how));
    expect(announced).toMatchObject({
      how: 'announce',
      to: { channel: 'C1', responseUrl: 'https://to.channel', userId: 'UALICE' },
      text: expect.stringContaining('<@UALICE> invited 2 people'),
    });
    expect(told).toMatchObject({
      how: 'tell',
      to: { userId: 'UALICE', responseUrl: 'https://to.inviter' },
      text: expect.stringContaining("*p0@example.com* wasn't invited"),
    });
    expect(await stored(id)).toMatchObject({ posted: { channel: 'C1', ts: '1' } });
  });

  it('is said to be elsewhere to whoever typed somewhere else, once, if it is there', async () => {
    const { batch, end, start, heard, slack } = await notifiers();
    const invite = async (channel: string) => {
      const audience = { channel, inviterUrl: 'https://to.inviter' };
      const { id } = await batch({ addresses: numbered(1), audience });
      await end(invited);
      const process = start();
      await process.tell(id);
      await process.tell(id);
    };
    await invite('C1');
    expect(heard.map(({ how }) => how)).toEqual(['announce', 'tell']);
    expect(heard[1]).toMatchObject({
      to: { userId: 'UALICE', responseUrl: 'https://to.inviter' },
      text: 'Invited *p0@example.com* as *Editor*. The confirmation is in <#C1>.',
    });
    slack.announce = () => ({ isDelivered: true, posted: { channel: 'D1', ts: '1' } });
    await invite('C2');
    expect(heard.map(({ how }) => how)).toEqual(['announce', 'tell', 'announce']);
  });

  it('is told once, however often the batch is looked at', async () => {
    const { id, process, ways, errors } = await setUp();
    for (let times = 0; times < 3; times += 1) {
      await process.tell(id);
      await process.tick();
      await process.idle();
    }
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
    expect(errors()).toEqual([]);
  });

  it('of nothing but failures is the business of the inviter alone', async () => {
    const { batch, end, start, ways, stored, waits } = await notifiers();
    const { id } = await batch({ addresses: numbered(2) });
    await end(refused, refused);
    await start().tell(id);
    expect(ways()).toEqual(['tell']);
    expect(waits).toEqual([]);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('of nothing but members is told to the inviter alone', async () => {
    const { batch, end, start, heard } = await notifiers();
    const { id } = await batch({ addresses: numbered(1) });
    await end(alreadyMember);
    await start().tell(id);
    expect(heard.map(({ how, text }) => [how, text])).toEqual([
      ['tell', expect.stringContaining('*p0@example.com* is already')],
    ]);
  });

  it('of members and a single invite is told the inviter as far as it is about members', async () => {
    const { batch, end, start, heard } = await notifiers();
    const { id } = await batch({ addresses: numbered(2) });
    await end(alreadyMember, invited);
    await start().tell(id);
    expect(heard.map(({ how }) => how).toSorted()).toEqual(['announce', 'tell']);
    for (const { how, text } of heard) {
      expect(text).toContain(how === 'tell' ? 'p0@example.com' : 'p1@example.com');
      expect(text).not.toContain(how === 'tell' ? 'p1@example.com' : 'p0@example.com');
    }
  });

  it('of nothing but invites is no news for the inviter', async () => {
    const { batch, end, start, ways, stored, waits } = await notifiers();
    const { id } = await batch({ addresses: numbered(2) });
    await end(invited, invited);
    await start().tell(id);
    expect(ways()).toEqual(['announce']);
    expect(waits).toEqual([]);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('is in the log when it is announced, with the time since the batch was submitted', async () => {
    const { id, process, loggedPosts, pass, slack } = await setUp();
    slack.announce = firstTimes(1, { isDelivered: false }, { isDelivered: true });
    pass(700);
    await process.tell(id);
    expect(loggedPosts()).toMatchObject([{ batch: id, durationMs: 700 + limits.retryDelay }]);
  });

  it('of a batch that nobody knows is no mistake', async () => {
    const { process, ways, errors } = await setUp();
    await process.tell('batch-of-nobody');
    expect(ways()).toEqual([]);
    expect(errors()).toEqual([]);
  });
});

describe('a result that Slack does not take', () => {
  it('is announced again later without telling the inviter again', async () => {
    const { id, process, slack, ways, stored } = await setUp();
    slack.announce = firstTimes(2, { isDelivered: false }, { isDelivered: true });
    await process.tell(id);
    expect(ways().filter((how) => how === 'tell')).toHaveLength(1);
    expect(ways().filter((how) => how === 'announce')).toHaveLength(3);
    expect(await stored(id)).toMatchObject({ isAnnounced: true, isNotified: true });
  });

  it('is not posted again where it may be there, but told to the inviter until they hear it', async () => {
    const { id, process, slack, heard, stored } = await setUp();
    slack.announce = firstTimes(2, { isDelivered: false, isUnclear: true }, { isDelivered: true });
    await process.tell(id);
    const announced = heard.filter(({ how }) => how === 'announce');
    expect(announced.map(({ to }) => (to as { mayBeThere: boolean }).mayBeThere)).toEqual([
      false,
      true,
      true,
    ]);
    expect(await stored(id)).toMatchObject({
      isPostUnclear: true,
      isAnnounced: true,
      isNotified: true,
    });
  });

  it('is told to the inviter again later without announcing it again', async () => {
    const { id, process, slack, ways, stored } = await setUp();
    slack.tell = firstTimes(2, false, true);
    await process.tell(id);
    expect(ways().filter((how) => how === 'tell')).toHaveLength(3);
    expect(ways().filter((how) => how === 'announce')).toHaveLength(1);
    expect(await stored(id)).toMatchObject({ isInviterNotified: true, isNotified: true });
  });

  it('is not told again to whoever has heard it, also by another process and after a time without access', async () => {
    const { id, process, slack, ways, start } = await setUp();
    slack.tell = firstTimes(1, false, true);
    // It loses the access after the first attempt, and gets it back.
    let asked = 0;
    slack.isInstalled = () => {
      asked += 1;
      return asked === 1 || asked > 3;
    };
    await process.tell(id);
    await start().tick();
    expect(ways().toSorted()).toEqual(['announce', 'tell', 'tell']);
  });

  it('is edited again later where the conversation has seen the progress', async () => {
    const { batch, start, end, slack, ways, stored } = await notifiers();
    const { id } = await batch({ addresses: numbered(30) });
    const process = start();
    await process.tell(id);
    await end(...Array(30).fill(invited));
    slack.change = firstTimes<'failed' | 'done'>(1, 'failed', 'done');
    await process.tell(id);
    expect(ways()).toEqual(['post', 'change', 'change']);
    expect(await stored(id)).toMatchObject({ isAnnounced: true, isNotified: true });
  });

  it('is announced once where the progress is gone, also while the inviter cannot be told', async () => {
    const { batch, start, end, slack, ways, posted, stored } = await notifiers();
    const { id } = await batch({ addresses: numbered(30) });
    const process = start();
    slack.post = () => ({ ...posted, ts: 'progress' });
    await process.tell(id);
    await end(...mixed(30));
    slack.change = () => 'gone';
    slack.tell = firstTimes(2, false, true);
    await process.tell(id);
    expect(ways().toSorted()).toEqual(['announce', 'change', 'post', 'tell', 'tell', 'tell']);
    expect(await stored(id)).toMatchObject({ posted, isNotified: true });
  });

  it.each([
    ['no chance', 0, [60, 60, 60, 90, 135]],
    ['some', 0.5, [90, 90, 135, 237, 414]],
  ])(
    'is tried again after a minute at first, then after half the time since the end, with %s added',
    async (_, chance, seconds) => {
      const { id, process, slack, waits } = await setUp({ random: () => chance });
      slack.announce = firstTimes(5, { isDelivered: false }, { isDelivered: true });
      await process.tell(id);
      expect(waits.map((wait) => Math.ceil(wait / 1_000))).toEqual(seconds);
    },
  );

  it.each([
    ['is tried once more', -1, 2],
    ['is given up, and the log says so,', 0, 1],
  ])('%s when a day has passed', async (_, early, attempts) => {
    const { id, process, slack, ways, pass, stored, errors } = await setUp();
    slack.announce = () => ({ isDelivered: false });
    pass(limits.giveUpAfter + early);
    await process.tell(id);
    expect(ways().filter((how) => how === 'announce')).toHaveLength(attempts);
    expect(await stored(id)).toMatchObject({ isAnnounced: false, isNotified: true });
    expect(errors()).toMatchObject([{ msg: 'batch notification given up', batch: id }]);
  });

  it('counts its day from the end of the batch, not from its beginning', async () => {
    const { batch, start, end, slack, ways, waits, pass } = await notifiers();
    const { id } = await batch({ addresses: numbered(2) });
    pass(delivery.giveUpAfter);
    await end(...mixed(2));
    slack.announce = firstTimes(1, { isDelivered: false }, { isDelivered: true });
    await start().tell(id);
    expect(waits).toEqual([limits.retryDelay]);
    expect(ways().toSorted()).toEqual(['announce', 'announce', 'tell']);
  });
});

describe('a workspace that the app has no access to', () => {
  it('is told the result when the app has it', async () => {
    const { id, process, slack, ways, waits, stored, kept } = await setUp();
    slack.isInstalled = firstTimes(1, false, true);
    await process.tell(id);
    expect(kept.text()).toContain('batch notification postponed');
    expect(waits).toEqual([limits.retryDelay]);
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('is told by whichever process looks next where this one has died', async () => {
    const { id, slack, ways, start, pass } = await setUp();
    slack.isInstalled = firstTimes(1, false, true);
    await start({ wait: forEver }).tell(id);
    const next = start();
    await next.tick();
    await next.idle();
    expect(ways()).toEqual([]);
    pass(limits.retryDelay);
    await next.tick();
    await next.idle();
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
  });
});

describe('a result that is too long for a message', () => {
  const file = { id: 'F1', title: 'Invites' };

  it('is told with a file', async () => {
    const { id, process, slack, heard, ways } = await setUp({ count: 60 });
    slack.upload = () => file;
    await process.tell(id);
    expect(ways().toSorted()).toEqual(['announce', 'tellWithFile']);
    expect(heard.find(({ how }) => how === 'tellWithFile')).toMatchObject({
      to: 'UALICE',
      text: expect.stringContaining('The file below'),
    });
  });

  it.each<[string, typeof file | 'not_sent' | 'not_granted', string]>([
    ['could not be sent with the message', file, fileText.notSent],
    ['could not be uploaded', 'not_sent', fileText.notSent],
    ['may not be uploaded', 'not_granted', fileText.notGranted(60, '/piper-invite')],
  ])('is told without one that %s, and says so', async (_, uploaded, words) => {
    const { id, process, slack, heard, stored } = await setUp({ count: 60 });
    slack.upload = () => uploaded;
    slack.tellWithFile = () => 'not_sent';
    await process.tell(id);
    const told = heard.filter(({ how }) => how === 'tell');
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining(words)]);
    expect(await stored(id)).toMatchObject({ isNotified: true });
  });

  it('comes with no file where it fits into one', async () => {
    const { id, process, slack, ways } = await setUp({ count: 10 });
    let uploads = 0;
    slack.upload = () => {
      uploads += 1;
      return file;
    };
    await process.tell(id);
    expect(uploads).toBe(0);
    expect(ways().toSorted()).toEqual(['announce', 'tell']);
  });
});
