import { setTimeout as wait } from 'node:timers/promises';

/** Time, chance and waiting, handed in so that tests can control them. */
export type Clock = {
  /** Epoch milliseconds. */
  now: () => number;
  /** From 0 up to, but without, 1. */
  random: () => number;
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number) => Promise<void>;
};

/** The machine's own. */
export const systemClock: Clock = { now: Date.now, random: Math.random, wait };
