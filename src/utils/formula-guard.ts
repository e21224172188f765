/** What begins a formula in a spreadsheet, some behind apostrophes. https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A cell as no spreadsheet runs it: with an apostrophe in front where it could be a formula. */
export const guarded = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

/** What a cell said before it was guarded, exactly. */
export const unguarded = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
