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
export const equivalents: readonly Equivalent[] = [];
