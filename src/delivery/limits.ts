/** Sending invitations. */
export const delivery = {
  /** How many times as many as are sent at a time a process takes ahead: fewer claims, and nothing waits for one. */
  aheadPerSlot: 2,
  /** How long what decides about the invitations of a batch is not read again, milliseconds. */
  groundsTtl: 1_000,
} as const;

/** Looking at who has joined. */
export const followUp = {
  /** Organizations that one process looks at at a time. */
  atOnce: 4,
  /** How many who are pending are looked for at a time in a list that somebody waits for, and how often in all of them, ms. */
  notedAtOnce: 100,
  pauseAfterNoting: 60_000,
} as const;
