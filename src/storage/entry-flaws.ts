import type { Unreadable } from '../usecases/ports/connections.ts';

/** What is wrong with one entry, and with several. */
export type Flaw = { one: string; several: string };

export const missing: Flaw = { one: 'is missing', several: 'are missing' };
export const unlinked: Flaw = {
  one: "doesn't follow the one before it",
  several: "don't follow the ones before them",
};
export const behindTheEnd: Flaw = { one: 'is behind the end', several: 'are behind the end' };
const notGenuine: Flaw = { one: 'is not genuine', several: 'are not genuine' };

/** Of a stamp. */
export function flawIn(why: Unreadable): Flaw {
  if (why.kind !== 'key_missing') return notGenuine;
  const words = `can't be checked: the key "${why.keyId}" isn't among ENCRYPTION_KEYS`;
  return { one: words, several: words };
}

/**
 * Says what is wrong with a record. Neighbors with the same flaw are said at once, so that there is not a sentence for each entry;
 * `end` says the last ones.
 */
export function flawsOfEntries(say: (what: string) => void) {
  let run: { from: number; to: number; flaw: Flaw } | undefined;
  const end = () => {
    if (!run) return;
    const { from, to, flaw } = run;
    say(from === to ? `entry ${from} ${flaw.one}` : `entries ${from} to ${to} ${flaw.several}`);
    run = undefined;
  };
  return {
    note: (from: number, to: number, flaw: Flaw) => {
      if (run && run.to + 1 === from && run.flaw.one === flaw.one) {
        run.to = to;
        return;
      }
      end();
      run = { from, to, flaw };
    },
    end,
  };
}
