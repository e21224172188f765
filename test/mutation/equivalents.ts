/** A change that no test can notice, since the program does the same with it. */
export interface Equivalent {
  file: string;
  /** The line in which it is made, trimmed. */
  line: string;
  /** What is put in, as the report prints it. */
  replacement: string;
  because: string;
}

/** An entry that no surviving change matches is an error, so the list can't outlive the code. */
export const equivalents: readonly Equivalent[] = [
  {
    file: 'src/usecases/resolve-roles.ts',
    line: "return [name, match.kind === 'one' ? match.role : undefined];",
    replacement: 'true',
    because: 'a match of any other kind has no role; only the types need to be told',
  },
];
