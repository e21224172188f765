/** What a file may hold that is taken apart here, whatever its bytes; more is refused, not cut off. */
export const limits = {
  maxLines: 50_000,
  maxCells: 500_000,
  /** Of all cells together: in a workbook, many can have one long text that is there once. */
  maxCharacters: 16 * 1024 * 1024,
  /** Of one line. */
  maxColumns: 1_000,
  /** Of a workbook. */
  maxSheets: 1_000,
  /** Of a workbook, which is compressed: one of 1 MB usually has 5 to 10 MB. */
  maxInflatedBytes: 16 * 1024 * 1024,
} as const;
