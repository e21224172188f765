import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packed } from '../../src/formats/packed-text.ts';
import { csvHead, csvLines, csvOf } from '../../src/formats/write-csv.ts';
import { unguarded } from '../../src/utils/formula-guard.ts';
import { eventually } from '../helpers/eventually.ts';

const cell = fc
  .tuple(
    fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', 'a\r\n=1+1'),
    fc.string(),
  )
  .map(([start, rest]) => start + rest);
const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
  );

const read = (text: string): string[][] =>
  parse(text, { bom: true, record_delimiter: '\r\n', relax_column_count: true });

async function* pagesOf<T>(pages: readonly T[], onAsked = () => {}): AsyncGenerator<T> {
  for (const page of pages) {
    onAsked();
    yield page;
  }
}

describe('a CSV file', () => {
  it('says what was written, and nothing that a spreadsheet would run', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [headings = [], ...rest] = given;
        const cells = read(csvHead(headings) + csvLines(rest));
        expect(cells.flat().filter((each) => /^[=+\-@\t\r]/.test(each))).toEqual([]);
        expect(cells.map((row) => row.map(unguarded))).toEqual(given);
      }),
    );
  });

  it('has no row that begins inside of a cell', () => {
    const text = csvLines([['ada\n=HYPERLINK("http://x.example")', 'grace\r-1']]);
    expect(text.split(/\r\n|[\r\n](?=[^"]*$)/)).toEqual([text.slice(0, -2), '']);
    expect(text).toBe('"ada\n=HYPERLINK(""http://x.example"")","grace\r-1"\r\n');
  });

  it('is told in UTF-8, as Excel needs to hear', () => {
    expect(Buffer.from(csvHead(['ä']))).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0xa4, 13, 10]),
    );
  });

  it('asks for no page before the one before it was taken', async () => {
    let asked = 0;
    const text = csvOf(
      ['a'],
      pagesOf([[['1']], [['2']], [['3']]], () => {
        asked += 1;
      }),
    );
    const seen: [string, number][] = [];
    for await (const part of text) seen.push([part, asked]);
    expect(seen).toEqual([
      ['\ufeffa\r\n', 0],
      ['1\r\n', 1],
      ['2\r\n', 2],
      ['3\r\n', 3],
    ]);
  });
});

describe('a text that is kept until its size is known', () => {
  it('is the same, as often as it is read, in a fraction of the memory', async () => {
    const part = 'ä,b\r\n'.repeat(1_000);
    const kept = await packed(pagesOf([part, part]));
    expect(kept.bytes).toBe(12_000);
    for (let time = 0; time < 2; time += 1) {
      const parts: Uint8Array[] = [];
      for await (const each of kept.parts()) parts.push(each);
      expect(Buffer.concat(parts).toString()).toBe(part + part);
    }
  });

  it('takes less memory than it is long, though it comes in small parts', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const held = () => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const small = Array.from({ length: 2_000 }, () => randomBytes(1_000).toString('hex'));
    const before = held();
    const kept = await packed(pagesOf(small));
    // What it was packed with is let go a moment later.
    await eventually(() => expect(held() - before).toBeLessThan(kept.bytes));
  });
});
