/** Divides `total` among those who want some of it: whoever wants little gets all of that, the others equal parts of the rest. */
export function fairShares(wanted: readonly number[], total: number): number[] {
  const shares = wanted.map(() => 0);
  const leastFirst = wanted.map((want, at) => ({ want, at })).sort((a, b) => a.want - b.want);
  let left = total;
  for (const [served, { want, at }] of leastFirst.entries()) {
    const share = Math.min(want, Math.floor(left / (wanted.length - served)));
    shares[at] = share;
    left -= share;
  }
  return shares;
}
