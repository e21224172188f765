import type { Equivalent } from './equivalents.ts';

/** One change and what became of it. */
export interface Mutant {
  file: string;
  line: number;
  column: number;
  /** The whole line, trimmed. */
  text: string;
  mutator: string;
  replacement: string;
  /** Stryker's word: Killed, Timeout, Survived, NoCoverage, Ignored, CompileError or RuntimeError. */
  status: string;
}

/** How many of the changes were noticed, without those that are named equivalent. */
export function scoreOf(mutants: readonly Mutant[], equivalents: readonly Equivalent[]) {
  const counted = mutants.filter(({ status }) =>
    ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status),
  );
  const unnoticed = counted.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status));
  const timedOut = counted.filter(({ status }) => status === 'Timeout');
  const equals = (mutant: Mutant) => (equivalent: Equivalent) =>
    equivalent.file === mutant.file &&
    equivalent.line === mutant.text &&
    equivalent.replacement === mutant.replacement;
  const survivors = unnoticed.filter((mutant) => !equivalents.some(equals(mutant)));
  const files = new Set(mutants.map(({ file }) => file));
  const mutantsCount = counted.length - (unnoticed.length - survivors.length);
  return {
    mutants: counted.length,
    equivalent: unnoticed.length - survivors.length,
    survived: survivors.length,
    timedOut: timedOut.length,
    percent:
      Math.floor((1000 * (mutantsCount - survivors.length)) / Math.max(mutantsCount, 1)) / 10,
    survivors: survivors.map(
      ({ file, line, column, text, mutator, replacement, status }) =>
        `${file}:${line}:${column} ${mutator} (${status})\n    ${text}\n  → ${replacement}`,
    ),
    stale: equivalents.filter(
      (each) =>
        files.has(each.file) &&
        // On a busy machine, what nobody can notice may run out of time all the same.
        ![...unnoticed, ...timedOut].some((mutant) => equals(mutant)(each)),
    ),
  };
}
