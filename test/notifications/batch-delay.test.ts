import { describe, expect, it, vi } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { notifications as limits } from '../../src/limits.ts';
import { alreadyMember, invited } from '../helpers/builders.ts';
import { hold, holdTimers } from '../helpers/held.ts';
import { notifiers, numbered, refused } from '../helpers/notifiers.ts';
import { entry } from '../helpers/stored.ts';

const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };

async function setUp(count: number) {
  const all = await notifiers();
  const { id } = await all.batch({
    addresses: numbered(count),
    audience: { channel: 'C1', inviterUrl: 'https://to.inviter' },
  });
  return { ...all, id, process: all.start() };
}

describe('a batch that takes longer than people wait', () => {
  it.each([
    [-1, []],
    [0, [{ how: 'post', to: 'UALICE' }]],
  ])('is mentioned to the inviter after four seconds (and %d ms)', async (more, expected) => {
    const { id, process, pass, heard } = await setUp(1);
    pass(limits.delayNoticeAfter + more);
    await process.tell(id);
    expect(heard).toMatchObject(expected);
  });

  it('is mentioned once', async () => {
    const { id, process, pass, ways, start } = await setUp(1);
    pass(limits.delayNoticeAfter);
    await process.tell(id);
    await process.tell(id);
    await start().tell(id);
    expect(ways()).toEqual(['post']);
  });

  it.each([
    [
      'sent',
      [invited, refused],
      'Sent after all: 1 invited, 1 failed. The confirmation is in <#C1>.',
    ],
    ['cancelled', [], 'Cancelled. 2 invites were not sent.'],
    ['refused', [refused, refused], 'Nothing waits any more: 2 failed.'],
    ['a member', [alreadyMember, alreadyMember], 'Nothing waits any more: 2 already members.'],
  ] as const)(
    'is said to be over in the same message, without a button, once it is %s',
    async (_, endings, words) => {
      const { id, process, pass, heard, end, slack, storage, clock } = await setUp(2);
      const notice = { channel: 'D1', ts: '7' };
      slack.post = () => notice;
      pass(limits.delayNoticeAfter);
      await process.tell(id);
      expect(JSON.stringify(heard[0]?.message)).toContain('cancel_batch');
      if (endings.length === 0) {
        const by = { by: 'UALICE', at: clock.now() };
        await storage.invitations.cancel(id, by, () => entry());
      } else await end(...endings);
      const changes = () => heard.filter(({ how }) => how === 'change');
      slack.change = () => (changes().length < 2 ? 'failed' : 'done');
      await process.tell(id);
      await process.idle();
      for (const { to, text, message } of changes()) {
        expect([to, text]).toEqual([notice, words]);
        expect(JSON.stringify(message)).not.toContain('cancel_batch');
      }
      // What Slack did not take is changed later.
      expect(changes()).toHaveLength(2);
      await process.tell(id);
      expect(changes()).toHaveLength(2);
    },
  );

  it('ends well where the message about it was not taken, or is gone', async () => {
    for (const [post, change] of [
      ['refused', 'done'],
      ['unclear', 'done'],
      [{ channel: 'D1', ts: '7' }, 'gone'],
    ] as const) {
      const { id, process, pass, end, slack, stored } = await setUp(1);
      slack.post = () => post;
      slack.change = () => change;
      pass(limits.delayNoticeAfter);
      await process.tell(id);
      await end(invited);
      await process.tell(id);
      expect(await stored(id)).toMatchObject({ isNotified: true });
    }
  });

  it('is not mentioned where its result can be told', async () => {
    const { id, process, pass, ways, end, heard } = await setUp(1);
    pass(limits.delayNoticeAfter);
    await end(invited);
    await process.tell(id);
    expect(ways()).toEqual(['announce', 'tell']);
    expect(heard[1]?.text).toMatch(/The confirmation is in <#C1>/);
  });

  it('is no mistake where the app has no access to the workspace', async () => {
    const { id, process, pass, ways, slack, errors } = await setUp(1);
    slack.isInstalled = () => false;
    pass(limits.delayNoticeAfter);
    await process.tell(id);
    expect(ways()).toEqual([]);
    expect(errors()).toEqual([]);
  });

  it.each([
    ['not mentioned, since people see its progress', async () => {}, ['post']],
    [
      'not mentioned while all that failed has ended',
      ({ end }: Awaited<ReturnType<typeof setUp>>) => end(refused, refused),
      ['post'],
    ],
    [
      'mentioned where Piper keeps it waiting',
      ({ postpone }: Awaited<ReturnType<typeof setUp>>) => postpone(1, down),
      ['post', 'post'],
    ],
  ])('is %s, when it is long', async (_, happens, expected) => {
    const all = await setUp(30);
    await happens(all);
    all.pass(limits.delayNoticeAfter);
    await all.process.tell(all.id);
    expect(all.ways()).toEqual(expected);
  });

  it('says nothing to the conversation at first, however long, where all that ended has failed', async () => {
    const { end, process, id, ways } = await setUp(30);
    await end(refused, refused);
    await process.tell(id);
    expect(ways()).toEqual([]);
  });
});

describe('a process that watches a batch', () => {
  it('mentions the delay by itself', async () => {
    const { id, process, pass, ways, clock } = await setUp(1);
    const timers = holdTimers();
    process.watch(id);
    await timers.letPass(limits.delayNoticeAfter - 1);
    pass(limits.delayNoticeAfter);
    await process.idle();
    expect(ways()).toEqual([]);
    await timers.letPass(1);
    await process.idle();
    expect(ways()).toEqual(['post']);
    expect(clock.waits).toEqual([]);
  });

  it('forgets it when it stops, and leaves nothing that keeps it from ending', async () => {
    const { id, process, pass, ways } = await setUp(1);
    const timers = holdTimers();
    process.watch(id);
    await process.stop();
    expect(vi.getTimerCount()).toBe(0);
    pass(limits.delayNoticeAfter);
    await timers.letPass(limits.delayNoticeAfter);
    await process.idle();
    expect(ways()).toEqual([]);
  });
});

describe('a process that stops', () => {
  it('finishes what it tells, tells what changes meanwhile, and begins nothing afterwards', async () => {
    const { batch, start, end, ways, messengerOf } = await notifiers();
    const [first, second, third] = [
      await batch({ addresses: ['first@example.com'] }),
      await batch({ addresses: ['second@example.com'] }),
      await batch({ addresses: ['third@example.com'] }),
    ];
    await end(invited, invited, invited);
    const { held, release } = hold();
    const stopping = start({
      messengerOf: async () => {
        await held;
        return messengerOf();
      },
    });
    stopping.changed(first.id);
    const stopped = stopping.stop();
    stopping.changed(second.id);
    release();
    await stopped;
    expect(ways()).toEqual(['announce', 'announce']);
    await stopping.tell(third.id);
    await stopping.tick();
    await stopping.idle();
    expect(ways()).toEqual(['announce', 'announce']);
    await start().tell(third.id);
    expect(ways()).toEqual(['announce', 'announce', 'announce']);
  });
});
