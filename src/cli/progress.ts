/** Beside what a command gives, which goes to the standard output. */
export const tell = (line: string): boolean => process.stderr.write(`${line}\n`);

/** After how long, in milliseconds, and then how often, it is said how far a command is. */
const every = 5_000;

/** Says how far a command is, when it takes long. `what` is counted. */
export function progress(what: string): (count: number) => void {
  let next = performance.now() + every;
  return (count) => {
    if (performance.now() < next) return;
    next = performance.now() + every;
    tell(`${what} so far: ${count}.`);
  };
}
