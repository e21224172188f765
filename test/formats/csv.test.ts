import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from '../../src/formats/csv.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

/** The cells of each row that is not blank, by its line. */
const rowsOf = (text: string, maxColumns = 100) =>
  [...csvRows(text, maxColumns)]
    .filter(({ cells }) => cells.some(Boolean))
    .map(({ line, cells }) => [line, ...cells]);

describe('a cell', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['a,,b,', ['a', '', 'b', '']],
    ['"a","b"', ['a', 'b']],
    ['"a, b",c', ['a, b', 'c']],
    [' "a, b" , c', ['a, b', 'c']],
    ['"a ""b"", c",d', ['a "b", c', 'd']],
    ['"""a"""', ['"a"']],
    ['"",a', ['', 'a']],
    ['"Hopper, G" <g@x.io>,a', ['"Hopper, G" <g@x.io>', 'a']],
    ['5" pipe,a', ['5" pipe', 'a']],
    ['"a,b', ['"a', 'b']],
    ['"a""b,c', ['"a""b', 'c']],
    ['"a\nb",c', ['a\nb', 'c']],
    ["'=a,'+b,'a,'", ['=a', '+b', "'a", "'"]],
    ['a\tb', ['a', 'b']],
    ['"a\tb"\t"c"', ['a\tb', 'c']],
  ])('is read from %j', (text, cells) => {
    expect(rowsOf(text)).toEqual([[1, ...cells]]);
  });

  it('keeps what was written, whatever that is', () => {
    const cell = anyCodeUnits.map((text) => text.slice(0, 12).trim());
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, separator) => {
        const safe = rows.map((cells) => cells.map((each) => each.replace(/^'+/, '').trim()));
        const lines = safe.map((cells) =>
          cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(separator),
        );
        const read = [...csvRows(`sep=${separator}\n${lines.join('\n')}`, 100)];
        expect(read.map(({ cells }) => cells)).toEqual(safe);
      }),
    );
  });
});

describe('a row', () => {
  it('has the number of the line that it starts on', () => {
    expect(rowsOf('a\n\n"b\n\nc",d\n,\ne')).toEqual([
      [1, 'a'],
      [3, 'b\n\nc', 'd'],
      [7, 'e'],
    ]);
  });

  it('after the separator that Excel declares is on line 2', () => {
    expect(rowsOf('sep=;\na,b;c')).toEqual([[2, 'a,b', 'c']]);
    expect(rowsOf('SEP=| \na,b|c')).toEqual([[2, 'a,b', 'c']]);
  });

  it('that is too wide is the last, and is cut off behind one cell too many', () => {
    expect(rowsOf('a,b\na,b,c,d\ne', 2)).toEqual([
      [1, 'a', 'b'],
      [2, 'a', 'b', 'c'],
    ]);
  });
});

describe('the separator', () => {
  it.each([
    ['commas', 'ada@x.io,grace@x.io', ['ada@x.io', 'grace@x.io']],
    ['semicolons', 'ada@x.io;grace@x.io', ['ada@x.io', 'grace@x.io']],
    ['tabs', 'ada@x.io\tgrace@x.io', ['ada@x.io', 'grace@x.io']],
    ['bars', 'ada@x.io|grace@x.io', ['ada@x.io', 'grace@x.io']],
    ['bars, though an address could have them', 'Ada|ada@x.io', ['Ada', 'ada@x.io']],
    ['those beside the address', 'ada@x.io;b, c, d, e', ['ada@x.io', 'b, c, d, e']],
    [
      'those between names with commas',
      'Doe, A <a@x.io>; Roe, B <b@x.io>',
      ['Doe, A <a@x.io>', 'Roe, B <b@x.io>'],
    ],
    ['what makes most cells, without an address', 'a;b;c,d', ['a', 'b', 'c,d']],
    ['commas where there is nothing to separate', 'a', ['a']],
    ['commas where quotes hold the others', '"a;b;c",d', ['a;b;c', 'd']],
  ])('is %s', (_case, text, cells) => {
    expect(rowsOf(text)).toEqual([[1, ...cells]]);
  });

  it('is not told by headings alone', () => {
    expect(rowsOf('a, b, c, email;x\nd;ada@x.io')[1]).toEqual([2, 'd', 'ada@x.io']);
  });
});

describe('a hostile text', () => {
  // Each takes minutes where time grows with the square of a megabyte.
  it.each([
    ['quotes', '"'.repeat(1_000_000)],
    ['pairs of quotes behind one', `"${',""""'.repeat(200_000)}`],
    ['quotes that open cells', '"a,'.repeat(300_000)],
    ['dots in what looks like an address', `a@${'.'.repeat(1_000_000)}x`],
    ['one cell', 'a'.repeat(1_000_000)],
    ['blank lines', ' \n'.repeat(500_000)],
  ])('of %s is read in a moment', (_case, text) => {
    let rows = 0;
    for (const _ of csvRows(text, 1_000_000)) rows += 1;
    expect(rows).toBeGreaterThan(0);
  });
});
