import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from '../../src/piper/breaker.ts';
import { PiperError } from '../../src/piper/errors.ts';

const noAnswer = new PiperError({ kind: 'unavailable', contact: 'broken_off' });
const denial = new PiperError({ kind: 'forbidden' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const breaker = createBreaker({ failures: 3, pause: 10_000 });
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
  return { breaker, ask, asked: () => asked };
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
    const { breaker, ask, asked } = setUp();
    for (let call = 0; call < 3; call += 1) await ask(noAnswer);
    vi.setSystemTime(Date.now() + 10_001);
    expect(await ask(noAnswer)).toEqual(noAnswer.failure);
    expect(await ask()).toMatchObject({ kind: 'unavailable' });
    expect(asked()).toBe(4);
    vi.setSystemTime(Date.now() + 10_001);
    expect(await ask()).toBe('fine');
    expect(await ask()).toBe('fine');
    expect(breaker.isOpen()).toBe(false);
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
