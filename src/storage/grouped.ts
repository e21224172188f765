import { othersTurn } from '../utils/in-slices.ts';

/**
 * Does together what is asked for at the same moment, or while the group before it is under way: a transaction costs much the same for
 * many as for one. `work` resolves with a result for each, in order. A group that fails is done again one by one, so that nothing
 * fails because of its neighbors. Whoever comes alone is served at once; `pause` ms lie between one group and the next.
 */
export function grouped<In, Out>(
  keyOf: (one: In) => string,
  work: (all: readonly In[]) => Promise<readonly Out[]>,
  pause = 0,
): (one: In) => Promise<Out> {
  type Waiting = { one: In; resolve: (out: Out) => void; reject: (error: unknown) => void };
  const groups = new Map<string, Waiting[]>();

  async function runAll(key: string): Promise<void> {
    for (;;) {
      await othersTurn();
      const group = groups.get(key)?.splice(0) ?? [];
      if (group.length === 0) break;
      if (!(await isDone(group))) for (const each of group) await isDone([each]);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    groups.delete(key);
  }

  /** False for several that have failed; a single one is told why. */
  async function isDone(group: readonly Waiting[]): Promise<boolean> {
    try {
      const results = await work(group.map(({ one }) => one));
      for (const [at, { resolve }] of group.entries()) resolve(results[at] as Out);
    } catch (error) {
      if (group.length > 1) return false;
      for (const { reject } of group) reject(error);
    }
    return true;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      const key = keyOf(one);
      const waiting = { one, resolve, reject };
      const group = groups.get(key);
      if (group) group.push(waiting);
      else {
        groups.set(key, [waiting]);
        void runAll(key);
      }
    });
}
