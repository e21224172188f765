/** How long things are kept, in days, and the bounds of the settings that say otherwise. */
export const retention = {
  /** Finished batches with their invitations, counted from when they were submitted. */
  invitesDays: 400,
  /** The record: seven years. */
  recordDays: 2_557,
  /** What is stored about a workspace that the app was removed from. */
  uninstalledDays: 30,
  /** Longer than whoever was invited is looked for. */
  minDays: 35,
  /** Longer than anything waits to be sent. */
  minUninstalledDays: 2,
  maxDays: 36_500,
  /** Rows that one statement deletes. */
  rowsPerStep: 500,
} as const;
