/** The middle one; of an even number, the upper of the two. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/**
 * Prints what was measured several times: the median, from where to where it went, and what it should be at most. `unit` is put behind
 * each number, which is rounded to so many `digits`.
 */
export function say(
  what: string,
  measured: readonly number[],
  options: { unit: string; digits?: number; target?: number; detail?: string },
): void {
  const { unit, digits = 2, target, detail = '' } = options;
  const rounded = (value: number) => value.toFixed(digits);
  const spread = `${rounded(Math.min(...measured))}–${rounded(Math.max(...measured))}`;
  const columns = [
    what.padEnd(52),
    `${rounded(median(measured))} ${unit}`.padStart(11),
    (measured.length > 1 ? spread : '').padStart(13),
    (target === undefined ? '' : `≤ ${rounded(target)}`).padStart(8),
    `   ${detail}`,
  ];
  console.log(columns.join('').trimEnd());
}
