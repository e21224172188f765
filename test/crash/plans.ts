import type { Plan } from './deliveries-survive.ts';

/** Piper takes a moment, and one call in four goes wrong. */
export const usual = {
  invitations: 300,
  kills: 30,
  killPause: 500,
  concurrency: 4,
  latency: 40,
  errors: 0.25,
} satisfies Partial<Plan>;

/** Piper takes 5 s for each call, of which more are made at a time so that it does not take long, and Slack takes two messages of three. */
export const slow = {
  ...usual,
  killPause: 4_000,
  concurrency: 32,
  latency: 5_000,
  slackRefuses: (random: () => number) => random() < 0.33,
} satisfies Partial<Plan>;

/** As many as one process sends while there is trouble; nothing kills it. */
export const bulk = {
  ...usual,
  invitations: 1_200,
  kills: 0,
  concurrency: 8,
  errors: 0.1,
} satisfies Partial<Plan>;
