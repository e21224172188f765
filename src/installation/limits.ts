import { HOUR } from '../limits.ts';

/** Telling people how to go on after they have installed the app, in milliseconds. */
export const nextStep = {
  /** How long the page in their browser waits for it. */
  tellWithin: 2_000,
  /** Whoever installs it again before this is not told again. */
  tellAgainAfter: HOUR,
} as const;
