import { vi } from 'vitest';

/** Looks until nothing is thrown; gives what it saw. A busy machine may take its time, and an idle one loses none. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 10_000, interval: 5 });
