import { setTimeout as wait } from 'node:timers/promises';
import type { TestPiper } from '../helpers/piper.ts';

/**
 * Makes a Piper misbehave at random: add-member calls take a while, half of what is asked for is done at its beginning, half at its
 * end, and some of them go wrong. Counts them.
 *
 * @param options.latency milliseconds before every answer to such a call; others take a quarter.
 * @param options.errors out of 1, how many of them go wrong.
 */
export function makeUnreliable(
  piper: TestPiper,
  { random, latency, errors }: { random: () => number; latency: number; errors: number },
): { calls: number; mostAtOnce: number } {
  const seen = { calls: 0, mostAtOnce: 0 };
  let atOnce = 0;
  piper.beforeAnswer = async (name) => {
    if (name.startsWith('GET')) await wait(latency / 4);
  };
  piper.onAdd = async (keep) => {
    seen.calls += 1;
    atOnce += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, atOnce);
    const fate = random();
    const kind = fate < errors ? Math.floor((fate / errors) * 5) : undefined;
    const isKept = kind === undefined || kind < 2;
    const isEarly = random() < 0.5;
    const early = isKept && isEarly ? keep() : undefined;
    // Whoever stands between the two may lose its patience first.
    const isAbandoned = kind === 0 && !isEarly;
    const ended = wait(latency).then(() => {
      atOnce -= 1;
      return early ?? (isKept ? keep() : undefined);
    });
    if (isAbandoned) return 'drop';
    const member = await ended;
    switch (kind) {
      case 0: // Dropped after it was stored.
      case 2: // Dropped before.
        return 'drop';
      case 1:
      case 3:
        return [500, { detail: 'oops' }];
      case 4:
        return [429, { detail: 'slow down' }, { 'retry-after': '1' }];
      default:
        return [200, member];
    }
  };
  return seen;
}
