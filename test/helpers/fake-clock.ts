import type { Clock } from '../../src/utils/clock.ts';

export type FakeClock = Clock & {
  /** What was waited for so far, milliseconds. */
  waits: number[];
  advance: (milliseconds: number) => void;
};

/** A clock that goes on only when somebody waits or advances it. */
export function fakeClock(random: () => number = () => 0): FakeClock {
  let time = Date.parse('2026-11-24T10:32:00.000Z');
  const waits: number[] = [];
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  return {
    waits,
    advance,
    now: () => time,
    random,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      advance(milliseconds);
    },
  };
}
