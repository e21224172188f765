/**
 * What `read` gives, remembered for so many milliseconds from its end; calls meanwhile share it. A failure is not remembered. `now` in
 * epoch milliseconds.
 */
export function rememberFor<T>(
  read: () => Promise<T>,
  milliseconds: number,
  now: () => number,
): () => Promise<T> {
  let current: { value: Promise<T>; until: number } | undefined;
  return () => {
    if (current && now() < current.until) return current.value;
    const mine = { value: read(), until: Number.POSITIVE_INFINITY };
    current = mine;
    mine.value.then(
      () => {
        mine.until = now() + milliseconds;
      },
      () => {
        current = undefined;
      },
    );
    return mine.value;
  };
}
