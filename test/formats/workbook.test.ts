import { describe, expect, it } from 'vitest';
import { isWorkbook, readSheets } from '../../src/formats/workbook.ts';
import { type SheetXml, sheet, workbook, workbookFiles, zip } from '../helpers/workbook.ts';

const limits = { maxInflatedBytes: 1_000_000, maxSheets: 10, maxColumns: 20 };

/** The filled rows of each sheet by its name, or why there are none. */
async function read(bytes: Uint8Array) {
  const sheets = await readSheets(bytes, limits);
  if (!sheets.ok) return sheets.error;
  return Object.fromEntries(
    sheets.value.map(({ name, rows }) => [
      name,
      [...rows].flatMap((row) => (row?.cells.some(Boolean) ? [[row.line, ...row.cells]] : [])),
    ]),
  );
}

/** The first row of a sheet that has this XML in it. */
const cellsOf = async (cells: string, strings?: string) => {
  const files = workbookFiles([sheet('People', [[cells]])], strings);
  const found = await read(zip(files));
  return typeof found === 'string' ? found : found.People?.[0]?.slice(1);
};

describe('a workbook', () => {
  it('is told by its bytes', () => {
    expect(isWorkbook(workbook(sheet('A', [])))).toBe(true);
    expect(isWorkbook(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toBe(true);
    expect(isWorkbook(Buffer.from('PK\x05\x06'))).toBe(false);
    expect(isWorkbook(Buffer.from('PK'))).toBe(false);
    expect(isWorkbook(Buffer.from('email'))).toBe(false);
  });

  it('has the rows of all sheets that can be seen, in their order', async () => {
    const hidden: SheetXml = { ...sheet('Hidden', [['x']]), state: 'hidden' };
    const shown: SheetXml = { ...sheet('B & "C"', [['b']]), state: 'visible' };
    expect(
      await read(workbook(hidden, sheet('A', [['Name', 'E-mail'], [], ['Ada']]), shown)),
    ).toEqual({
      A: [
        [1, 'Name', 'E-mail'],
        [3, 'Ada'],
      ],
      'B & "C"': [[1, 'b']],
    });
  });

  it.each([
    ['is of another kind', zip({ 'content.xml': '<x/>', mimetype: 'opendocument.spreadsheet' })],
    ['is an old one', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['is cut off', workbook(sheet('A', [['a']])).subarray(0, -5)],
    ['is a letter', zip({ ...workbookFiles([]), 'xl/workbook.xml': '<document><p/></document>' })],
  ])('is not read if it %s', async (_case, bytes) => {
    expect(await read(bytes)).toBe('workbook');
  });

  it.each([
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/sharedStrings.xml',
    'xl/worksheets/sheet1.xml',
  ])('is not read if it lacks %s', async (path) => {
    const { [path]: _, ...others } = workbookFiles([sheet('A', [['a']])], '');
    expect(await read(zip(others))).toBe('workbook');
  });

  it('is found where its relations say, and so are its sheets', async () => {
    const { 'xl/workbook.xml': book = '', ...files } = workbookFiles([sheet('A', [['a']])]);
    const { 'xl/_rels/workbook.xml.rels': relations = '', ...others } = files;
    const moved = {
      ...others,
      '_rels/.rels': (files['_rels/.rels'] ?? '').replace('xl/workbook.xml', '/workbook2.xml'),
      'workbook2.xml': book,
      '_rels/workbook2.xml.rels': relations.replace('"worksheets', '"/xl/worksheets'),
    };
    expect(await read(zip(moved))).toEqual({ A: [[1, 'a']] });
  });

  it('may have a chart, which has no cells', async () => {
    const files = workbookFiles([sheet('Chart', []), sheet('A', [['a']])]);
    const path = 'xl/_rels/workbook.xml.rels';
    const relations = (files[path] ?? '').replace('/worksheet"', '/chartsheet"');
    expect(await read(zip({ ...files, [path]: relations }))).toEqual({ A: [[1, 'a']] });
  });

  it.each([
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/sharedStrings.xml',
    'xl/worksheets/sheet1.xml',
  ])('is too large where %s is', async (path) => {
    const files = workbookFiles([sheet('A', [['a']])], '');
    const bytes = zip({ ...files, [path]: files[path] + ' '.repeat(1_100_000) });
    expect(bytes.length).toBeLessThan(10_000);
    expect(await read(bytes)).toBe('too_large');
  });

  it('is too large with one sheet more than it may have', async () => {
    const sheets = Array.from({ length: limits.maxSheets + 1 }, (_, at) =>
      sheet(`Sheet ${at}`, [['a']]),
    );
    expect(Object.keys(await read(workbook(...sheets.slice(1))))).toHaveLength(limits.maxSheets);
    expect(await read(workbook(...sheets))).toBe('too_large');
  });

  it('has no sheets where all are hidden', async () => {
    expect(await read(workbook({ ...sheet('A', [['a']]), state: 'veryHidden' }))).toEqual({});
  });
});

describe('a cell', () => {
  it.each([
    ['text', '<c t="inlineStr"><is><t> a &amp; b </t></is></c>', 'a & b'],
    [
      'text in parts',
      '<c t="inlineStr"><is><r><t>ada@</t></r><r><t>x.io</t></r></is></c>',
      'ada@x.io',
    ],
    [
      'text with a hint how it is said',
      '<c t="inlineStr"><is><t>山田</t><rPh><t>ヤマダ</t></rPh></is></c>',
      '山田',
    ],
    ['what a formula says', '<c t="str"><f>A1&amp;B1</f><v>ada@x.io</v></c>', 'ada@x.io'],
    ['a number', '<c><v>42</v></c>', '42'],
    ['what was guarded against formulas', `<c t="str"><v>'+Admin</v></c>`, '+Admin'],
    ['a truth', '<c t="b"><v>1</v></c>', '1'],
    ['characters by their numbers', '<c t="str"><v>&#65;&#x64;a&#x1F600;</v></c>', 'Ada😀'],
    [
      'what only looks like one',
      '<c t="str"><v>&nbsp;&#x110000;&#99999999;</v></c>',
      '&nbsp;\ufffd&#99999999;',
    ],
    ["Excel's own escapes", '<c t="str"><v>a_x000A_b_x005F_c</v></c>', 'a\nb_c'],
    ['tags with a prefix', '<x:c t="str"><x:v>a</x:v></x:c>', 'a'],
    ['quotes of the other kind', "<c t='str' ><v >a</v></c>", 'a'],
  ])('has %s', async (_case, xml, text) => {
    expect(await cellsOf(xml)).toEqual([text]);
  });

  it('has a text that cells share', async () => {
    const strings = '<si><t>a</t></si><si/><si><r><t>b</t></r><r><t/></r><r><t>c</t></r></si>';
    const cells =
      '<c t="s"><v>2</v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c>';
    expect(await cellsOf(cells, strings)).toEqual(['bc', 'a', '', '']);
  });

  it('stands where its reference says', async () => {
    const cells =
      '<c r="C1"><v>3</v></c><c><v>4</v></c><c r="a"><v>5</v></c><c r="A1"/><c r="T1"><v>20</v></c>';
    const found = await cellsOf(cells);
    expect(found).toEqual(['', '', 3, 4, 5, ...Array(14).fill(''), 20].map(String));
  });

  it('right of all columns that there may be is one too many, and the last', async () => {
    const rows = [['<c r="T1"><v>1</v></c>'], ['<c r="U2"><v>1</v></c>'], ['a']];
    const sheets = await readSheets(workbook(sheet('A', rows)), limits);
    const found = sheets.ok ? [...(sheets.value[0]?.rows ?? [])] : [];
    expect(found.map((row) => [row?.line, row?.cells.length])).toEqual([
      [1, limits.maxColumns],
      [2, limits.maxColumns + 1],
    ]);
  });
});

describe('a row', () => {
  it('follows the one before where it has no number', async () => {
    const xml =
      '<sheetData><row r="7"><c><v>a</v></c></row><row><c><v>b</v></c></row><row r="x"><c><v>c</v></c></row></sheetData>';
    expect(await read(workbook({ name: 'A', xml }))).toEqual({
      A: [
        [7, 'a'],
        [8, 'b'],
        [9, 'c'],
      ],
    });
  });

  it('that is not ended is not there', async () => {
    expect(
      await read(workbook({ name: 'A', xml: '<row><c><v>a</v></c></row><row><c><v>b' })),
    ).toEqual({
      A: [[1, 'a']],
    });
  });
});

describe('a hostile workbook', () => {
  const sheetOf = async (xml: string) => {
    const sheets = await readSheets(workbook({ name: 'A', xml }), {
      ...limits,
      maxInflatedBytes: 5e6,
    });
    let pauses = 0;
    let widest = 0;
    for (const row of sheets.ok ? (sheets.value[0]?.rows ?? []) : []) {
      if (row) widest = Math.max(widest, row.cells.length);
      else pauses += 1;
    }
    return { pauses, widest };
  };

  it('pauses among tags that never end a row', async () => {
    expect(await sheetOf(`<row>${'<a/>'.repeat(100_000)}</row>`)).toEqual({
      pauses: 100,
      widest: 0,
    });
  });

  it('ends at a row that is too wide, however wide it is', async () => {
    const { pauses, widest } = await sheetOf(`<row>${'<c/>'.repeat(100_000)}</row>`);
    expect({ pauses, widest }).toEqual({ pauses: 0, widest: limits.maxColumns + 1 });
  });

  it('with one tag that never ends is read in a moment', async () => {
    expect(await sheetOf(`<${'a'.repeat(2_000_000)}`)).toEqual({ pauses: 0, widest: 0 });
    expect(await sheetOf('<a '.repeat(1_000_000))).toEqual({ pauses: 0, widest: 0 });
    expect(await sheetOf(`<c ${'a'.repeat(2_000_000)}>`)).toEqual({ pauses: 0, widest: 0 });
  });
});
