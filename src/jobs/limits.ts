/** How often it is looked for what falls due after minutes or days, in milliseconds: by each of several processes. */
export const rarePollInterval = 15_000;

/** Keeping the storage in order, in milliseconds. */
export const upkeep = {
  /** How often what is old is deleted. */
  removalInterval: 3_600_000,
  /** How often it is noted, and logged, where the record ends. */
  noteInterval: 86_400_000,
} as const;
