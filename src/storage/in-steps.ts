import { othersTurn } from '../utils/in-slices.ts';
import { retention } from './limits.ts';

/**
 * Takes step after step, each of which handles at most `retention.rowsPerStep` rows and says how many, until one finds fewer. In
 * between others get their turn, which SQLite alone would not let them have. Resolves with how many rows there were.
 */
export async function inSteps(step: (limit: number) => Promise<number>): Promise<number> {
  let rows = 0;
  for (;;) {
    const count = await step(retention.rowsPerStep);
    rows += count;
    if (count < retention.rowsPerStep) return rows;
    await othersTurn();
  }
}
