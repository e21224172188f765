import { setImmediate } from 'node:timers';

/** For how many milliseconds a slice of work holds up everything else. */
const slice = 10;

/** Resolves when everything else that waits has had its turn: queries on SQLite, for one, follow each other without a break. */
export const othersTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Runs work to its end; where it yields, everything else that waits gets its turn. */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < slice) continue;
    await othersTurn();
    since = performance.now();
  }
}
