import { setImmediate } from 'node:timers';

/** For how many milliseconds a slice of work holds up everything else. */
const slice = 10;

/** Resolves when everything else that waits has had its turn: queries on SQLite, for one, follow each other without a break. */
export const othersTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

let turnsTaken = Promise.resolve();

/**
 * Resolves when it is this caller's turn, which lasts until everything else that waits has had its own: of many pieces of work that take
 * milliseconds each, one follows the other no faster than that.
 */
export function ownTurn(): Promise<void> {
  const turn = turnsTaken;
  turnsTaken = turn.then(othersTurn);
  return turn;
}

/** Runs work to its end; where it yields, everything else that waits gets its turn. */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < slice) continue;
    await othersTurn();
    await ownTurn();
    since = performance.now();
  }
}

/** Maps items one after the other, in slices. */
export const mapInSlices = <From, To>(items: readonly From[], map: (item: From) => To) =>
  inSlices(mapping(items, map));

function* mapping<From, To>(
  items: readonly From[],
  map: (item: From) => To,
): Generator<void, To[]> {
  const mapped: To[] = [];
  for (const item of items) {
    mapped.push(map(item));
    yield;
  }
  return mapped;
}
