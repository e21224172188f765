import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { RecordedEntry } from '../../src/domain/audit.ts';
import { recordHeadings, recordRow } from '../../src/formats/record-csv.ts';
import { csvHead, csvLines } from '../../src/formats/write-csv.ts';
import { readRecordFile } from '../helpers/record-file.ts';

const formulas = [
  '=HYPERLINK("http://x.example")@x.example',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
];

const hostile = (text: string): RecordedEntry => ({
  workspace: text,
  number: 1,
  entry: text,
  previousHash: text,
  hash: text,
  about: { at: 0, actor: text, action: text, subject: text, surface: text, outcome: text },
  address: text,
});

describe('a file with the record', () => {
  it.each(formulas)('has no cell that a spreadsheet runs, and still says %j', (text) => {
    const file = csvHead(recordHeadings) + csvLines([recordRow(hostile(text))]);
    const cells: string[][] = parse(file, { bom: true, record_delimiter: '\r\n' });
    expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    const { number, time, ...texts } = readRecordFile(file)[0] ?? {};
    expect({ number, time }).toEqual({ number: '1', time: '1970-01-01T00:00:00.000Z' });
    expect(new Set(Object.values(texts))).toEqual(new Set([text]));
  });

  it('says what stands where somebody replaced an entry, and when it is no time', () => {
    const row = { ...hostile('x'), address: undefined };
    expect(recordRow({ ...row, about: undefined })).toEqual([
      ...['x', '1', '', '', '', '', '', '', '', 'x', 'x', 'x'],
    ]);
    expect(recordRow({ ...row, about: { ...hostile('x').about, at: 9e15 } as never })[2]).toBe('');
  });
});
