import { describe, expect, it, vi } from 'vitest';
import type { PiperFailure } from '../../src/domain/failures.ts';
import { notifications as limits } from '../../src/limits.ts';
import { invited } from '../helpers/builders.ts';
import { hold, holdTimers } from '../helpers/held.ts';
import { notifiers, numbered, refused } from '../helpers/notifiers.ts';

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
    [0, [{ how: 'tell', to: { userId: 'UALICE', responseUrl: 'https://to.inviter' } }]],
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
    expect(ways()).toEqual(['tell']);
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
      ['tell', 'post'],
    ],
  ])('is %s, when it is long', async (_, happens, expected) => {
    const all = await setUp(30);
    await happens(all);
    all.pass(limits.delayNoticeAfter);
    await all.process.tell(all.id);
    expect(all.ways()).toEqual(expected);
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
    expect(ways()).toEqual(['tell']);
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
