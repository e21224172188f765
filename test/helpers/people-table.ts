import { peopleInTable } from '../../src/domain/people-file.ts';

/** The people in a table of which the cells are separated by bars; every line is a row. */
export function find(...rows: string[]) {
  const found = findAll(rows);
  if (!found.ok) return found.error;
  const { people, lines, leftOut } = found.value;
  return {
    people: people.map(({ address, line }) => `${line}: ${address}`),
    ...(lines.length > 0 && {
      lines: lines.map(({ number, text, why }) => `${number}: ${text} (${why})`),
    }),
    ...(leftOut.length > 0 && {
      leftOut: leftOut.map(({ line, who, why, says }) => `${line}: ${who} (${why}: ${says})`),
    }),
  };
}

/** The same with the people in full. */
export function findFully(...rows: string[]) {
  const found = findAll(rows);
  return found.ok ? found.value.people : found.error;
}

function findAll(rows: readonly string[]) {
  const cellsOf = (row: string) =>
    row.split('|').map((cell) => cell.trim().replaceAll('\\n', '\n'));
  const steps = peopleInTable(rows.map((row, at) => ({ line: at + 1, cells: cellsOf(row) })));
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
