/**
 * How often a property is tried that takes long each time: so often where `THOROUGH` is set, and a fifth of it while somebody waits.
 */
export const runs = (count: number): number =>
  process.env.THOROUGH ? count : Math.ceil(count / 5);
