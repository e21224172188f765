import { describe, expect, it } from 'vitest';
import { createBreaker } from '../../src/piper/breaker.ts';
import { PiperError } from '../../src/piper/errors.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const noAnswer = new PiperError({ kind: 'unavailable', contact: 'broken_off' });
const denial = new PiperError({ kind: 'forbidden' });

function setUp() {
  const clock = fakeClock();
  const breaker = createBreaker({ failures: 3, pause: 10_000, now: clock.now });
  let asked = 0;
  const ask = async (answer: Error | 'fine' = 'fine') => {
    try {
      return await breaker.run(async () => {
        asked += 1;
        if (answer !== 'fine') throw answer;
        return answer;
      });
    } catch (error) {
      return error instanceof PiperError ? error.failure : error;
    }
  };
  return { breaker, ask, asked: () => asked, advance: clock.advance };
}

describe('a Piper that does not answer several times in a row', () => {
  it('is not asked for a moment, and whoever would ask is told when', async () => {
    const { breaker, ask, asked } = setUp();
    for (let call = 0; call < 3; call += 1) await ask(noAnswer);
    expect(breaker.isOpen()).toBe(true);
    expect(await ask()).toMatchObject({
      kind: 'unavailable',
      contact: 'not_sent',
      retryAfter: 10_000,
    });
    expect(asked()).toBe(3);
  });

  it('is asked once after it, and again as ever when it answers', async () => {
    const { breaker, ask, asked, advance } = setUp();
    for (let call = 0; call < 3; call += 1) await ask(noAnswer);
    advance(10_001);
    expect(await ask(noAnswer)).toEqual(noAnswer.failure);
    expect(await ask()).toMatchObject({ kind: 'unavailable' });
    expect(asked()).toBe(4);
    advance(10_001);
    expect(await ask()).toBe('fine');
    expect(await ask()).toBe('fine');
    expect(breaker.isOpen()).toBe(false);
  });
});

describe('a Piper that is left alone', () => {
  async function opened() {
    const parts = setUp();
    for (let call = 0; call < 3; call += 1) await parts.ask(noAnswer);
    return parts;
  }

  it('is asked at the end of the pause, and not a millisecond before', async () => {
    const { ask, asked, advance } = await opened();
    advance(9_999);
    expect(await ask()).toMatchObject({ contact: 'not_sent' });
    advance(1);
    expect(await ask()).toBe('fine');
    expect(asked()).toBe(4);
  });

  it('is back where it refuses', async () => {
    const { breaker, ask, advance } = await opened();
    advance(10_000);
    expect(await ask(denial)).toEqual(denial.failure);
    expect(breaker.isOpen()).toBe(false);
  });

  it('is allowed as many failures as ever when it is back', async () => {
    const { breaker, ask, advance } = await opened();
    advance(10_000);
    await ask();
    for (let call = 0; call < 2; call += 1) await ask(noAnswer);
    expect(breaker.isOpen()).toBe(false);
    await ask(noAnswer);
    expect(breaker.isOpen()).toBe(true);
  });

  it('is not taken for down while one call finds out', async () => {
    const { breaker, advance } = await opened();
    advance(10_000);
    const probe = Promise.withResolvers<string>();
    const call = breaker.run(() => probe.promise);
    expect(breaker.isOpen()).toBe(false);
    probe.reject(noAnswer);
    await expect(call).rejects.toBe(noAnswer);
    expect(breaker.isOpen()).toBe(true);
  });

  it.each([
    ['fails', noAnswer],
    ['answers', undefined],
  ])('is left alone no longer and no shorter where a call from before %s', async (_, error) => {
    const { breaker, ask, asked, advance } = setUp();
    const late = Promise.withResolvers<string>();
    const before = breaker.run(() => late.promise).catch(() => 'failed');
    for (let call = 0; call < 3; call += 1) await ask(noAnswer);
    advance(6_000);
    if (error) late.reject(error);
    else late.resolve('fine');
    await before;
    expect(await ask()).toMatchObject({ contact: 'not_sent' });
    expect(breaker.isOpen()).toBe(true);
    advance(4_000);
    expect(await ask()).toBe('fine');
    expect(asked()).toBe(4);
  });
});

describe('calls that come while one of them finds out whether Piper is back', () => {
  async function closeAgain(answer: Error | 'fine') {
    const { breaker, ask, asked, advance } = setUp();
    for (let call = 0; call < 3; call += 1) await ask(noAnswer);
    advance(10_001);
    const probe = Promise.withResolvers<string>();
    const first = breaker.run(() => probe.promise).catch(() => 'failed');
    const others = [ask(), ask()];
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked()).toBe(3);
    if (answer === 'fine') probe.resolve(answer);
    else probe.reject(answer);
    await first;
    return { others: await Promise.all(others), asked: asked() - 3 };
  }

  it('go on when it is', async () => {
    expect(await closeAgain('fine')).toEqual({ others: ['fine', 'fine'], asked: 2 });
  });

  it('fail when it is not', async () => {
    const notAsked = expect.objectContaining({ contact: 'not_sent', retryAfter: 10_000 });
    expect(await closeAgain(noAnswer)).toEqual({ others: [notAsked, notAsked], asked: 0 });
  });
});

describe('a Piper that refuses', () => {
  it('has answered, however often', async () => {
    const { breaker, ask } = setUp();
    for (let call = 0; call < 9; call += 1) expect(await ask(denial)).toEqual(denial.failure);
    expect(breaker.isOpen()).toBe(false);
  });

  it('has answered between two failures', async () => {
    const { breaker, ask } = setUp();
    for (const answer of [noAnswer, noAnswer, denial, noAnswer, noAnswer]) await ask(answer);
    expect(breaker.isOpen()).toBe(false);
  });
});
