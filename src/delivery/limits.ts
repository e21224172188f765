/** Looking at who has joined. */
export const followUp = {
  /** Organizations that one process looks at at a time. */
  atOnce: 4,
  /** How many who are pending are looked for in a list that was read for something else: the others have their own checks. */
  notedBeside: 100,
} as const;
