import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { anyCodeUnits, plausibleAddress } from '../helpers/any-text.ts';
import { sheet, workbook, workbookFiles, zip } from '../helpers/workbook.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A parsed file in short form: `address` or `address as role`, and lines that were not understood. */
async function read(file: string | Uint8Array) {
  const found = await parsePeopleFile(typeof file === 'string' ? bytesOf(file) : file);
  if (!found.ok) return found.error;
  const { people, lines, leftOut } = found.value;
  return {
    people: people.map(({ address, role }) => (role ? `${address} as ${role}` : address)),
    lines: lines.map(({ number, text }) => ({ number, text })),
    ...(leftOut.length > 0 && { leftOut }),
  };
}

const both = { people: ['ada@example.com', 'grace@example.com'], lines: [] };

describe('a CSV file', () => {
  it('may speak of other kinds of file', async () => {
    const people = 'ada@example.com,"%PDF-1.4 {\\rtf1 <table>"\ngrace@example.com,x';
    expect(await read(people)).toMatchObject({ people: both.people });
  });

  it.each([
    ['one column', 'email\nada@example.com\ngrace@example.com\n'],
    ['no heading', 'ada@example.com\ngrace@example.com'],
    ['no heading and names', 'Ada,ada@example.com\nGrace,grace@example.com'],
    ['lines of Windows', 'email\r\nada@example.com\r\ngrace@example.com\r\n'],
    ['commas', 'name,email\nAda,ada@example.com\nGrace,grace@example.com'],
    ['semicolons', 'name;email\nAda;ada@example.com\nGrace;grace@example.com'],
    ['tabs', 'name\temail\nAda\tada@example.com\n\tgrace@example.com'],
    [
      'commas in quotes',
      '"Name, given";E-Mail\n"Lovelace, Ada";ada@example.com\n"Hopper; Grace";grace@example.com',
    ],
    [
      'quotes around everything',
      '"name","email"\n"Ada","ada@example.com"\n"G","grace@example.com"',
    ],
    ['a quote in a cell', 'name,email\nAda "Countess",ada@example.com\nG,grace@example.com'],
    ['a byte order mark', '\ufeffemail,name\nada@example.com,Ada\ngrace@example.com,Grace'],
    ["Excel's first line", 'sep=;\nname;email\nAda;ada@example.com\nG;grace@example.com'],
    [
      'empty lines',
      '\n\nemail\n\nada@example.com\n , \n;;\ngrace@example.com\n\n'.replace(';;\n', ''),
    ],
    [
      'names in front of addresses',
      'e-mail\nAda <ada@example.com>\n"Hopper, G" <grace@example.com>',
    ],
    ['links', 'email\nmailto:ada@example.com\nmailto:grace@example.com?subject=x'],
    ['two addresses in a cell', 'email\nada@example.com; grace@example.com'],
    ['a quote that is not closed', 'email\n"ada@example.com\n grace@example.com'],
    ['headings again in the middle', 'email,x\nada@example.com\nemail,x\ngrace@example.com'],
    ['one line', 'ada@example.com,grace@example.com'],
    ['bars', 'name|email\nAda|ada@example.com\nGrace|grace@example.com'],
    ['the separator of another column', 'email;x\nada@example.com;a,b,c\ngrace@example.com;d,e,f'],
    ['more cells than headings', 'email\nada@example.com,x,y\ngrace@example.com'],
  ])('is read with %s', async (_case, file) => {
    expect(await read(file)).toEqual(both);
  });

  it.each([
    ...[
      'email',
      'E-Mail',
      'e-mail address',
      'EMAIL',
      'Mail',
      'Email_Address',
      'Address',
      ' eMail ',
    ],
    'E-Mail-Adresse',
  ])('has its addresses under %j', async (heading) => {
    expect(await read(`name,${heading}\nAda,ada@example.com\nGrace,grace@example.com`)).toEqual(
      both,
    );
  });

  it('takes the surest of its columns', async () => {
    const file = 'Address,Mail,Email\nMain Street,x@example.com,ada@example.com';
    expect(await read(file)).toEqual({
      people: ['ada@example.com'],
      lines: [],
      leftOut: [{ line: 2, who: 'x@example.com', why: 'other_column', says: 'Mail' }],
    });
  });

  it('gives a role to those whose line names one', async () => {
    const file = 'Email,Role\nada@example.com,Viewer\ngrace@example.com,\nbob@example.com, Admin ';
    expect(await read(file)).toEqual({
      people: ['ada@example.com as Viewer', 'grace@example.com', 'bob@example.com as Admin'],
      lines: [],
    });
  });

  it('tells each line that names nobody, with its number', async () => {
    const file = 'name,email\nAda,ada@\n"two\nlines",grace@example.com\nBob,\n\nEve,eve at home';
    expect(await read(file)).toEqual({
      people: ['grace@example.com'],
      lines: [
        { number: 2, text: 'ada@' },
        { number: 5, text: 'Bob' },
        { number: 7, text: 'eve at home' },
      ],
    });
  });

  it('names nobody by a mention', async () => {
    expect(await read('email\n<@U1>\nada@example.com')).toEqual({
      people: ['ada@example.com'],
      lines: [{ number: 2, text: '<@U1>' }],
    });
  });

  it.each([
    ['UTF-16, little end first', 'utf16le', '\ufeff'],
    ['UTF-8', 'utf8', ''],
    ['an older Windows', 'latin1', ''],
  ] as const)('is read in %s', async (_case, encoding, mark) => {
    const file = Buffer.from(
      `${mark}name\temail\tcafé\tRole\nÉa\tada@example.com\t\tÉditeur`,
      encoding,
    );
    expect(await read(file)).toEqual({ people: ['ada@example.com as Éditeur'], lines: [] });
  });

  it('is read in UTF-16, big end first', async () => {
    const file = Buffer.from('\ufeffemail\nada@example.com', 'utf16le').swap16();
    expect(await read(file)).toEqual({ people: ['ada@example.com'], lines: [] });
  });
});

describe('a file that is of no use', () => {
  it.each([
    ['', { why: 'empty' }],
    ['\n \n,,\n', { why: 'empty' }],
    ['email\n', { why: 'empty' }],
    ['name,team\nAda,Engines', { why: 'no_column', columns: ['name', 'team'] }],
    ['{\\rtf1 ada@example.com}', { why: 'not_csv' }],
    ['%PDF-1.7 ada@example.com', { why: 'not_csv' }],
    ['\0\x01ada@example.com', { why: 'not_csv' }],
    ['\n<html><table><td>ada@example.com', { why: 'workbook' }],
    ['<?xml version="1.0"?><Workbook>', { why: 'workbook' }],
    ['PK\x03\x04', { why: 'workbook' }],
  ])('is told why: %j', async (file, why) => {
    expect(await read(file)).toEqual(why);
  });

  it.each([
    ['wide', ','.repeat(1_001)],
    ['long', '\n'.repeat(50_000)],
    ['full', `${','.repeat(999)}\n`.repeat(501)],
  ])('may be too %s', async (_case, file) => {
    expect(await read(file)).toEqual({ why: 'too_long' });
  });
});

describe('a workbook of Excel', () => {
  const people = [
    ['Name', 'E-mail', 'Role', 'Recovery email'],
    ['Ada', 'ada@example.com', 'Viewer', ''],
    [],
    ['Grace', 'grace@example.com', '', 'grace@home.example'],
    ['Bob', 'bob@', '', ''],
  ];

  it('is read as a CSV file is, with the numbers of its rows', async () => {
    expect(await read(workbook(sheet('People', people)))).toEqual({
      people: ['ada@example.com as Viewer', 'grace@example.com'],
      lines: [{ number: 5, text: 'bob@' }],
      leftOut: [
        { line: 4, who: 'grace@home.example', why: 'other_column', says: 'Recovery email' },
      ],
    });
  });

  it('has its people in the first sheet that has addresses, and says whom else it has', async () => {
    const others = [sheet('Team B', [['x'], ['', 'eve@example.com']]), sheet('Prices', [['1']])];
    const book = workbook(
      sheet('Notes', [['@ada', 'Name']]),
      sheet('A', people.slice(0, 2)),
      ...others,
    );
    expect(await read(book)).toEqual({
      people: ['ada@example.com as Viewer'],
      lines: [],
      leftOut: [{ line: 2, who: 'eve@example.com', why: 'other_sheet', says: 'Team B' }],
    });
  });

  it.each([
    ['has nothing in it', workbook(sheet('A', []), sheet('B', [['', ' ']])), { why: 'empty' }],
    [
      'has nobody in it',
      workbook(sheet('A', []), sheet('B', [['Name', 'Team']]), sheet('C', [['x']])),
      { why: 'no_column', columns: ['Name', 'Team'] },
    ],
    [
      'has too many columns',
      workbook(sheet('A', [['<c r="ALM1"><v>1</v></c>']])),
      { why: 'too_long' },
    ],
    [
      'has too many cells',
      workbook(sheet('A', Array(501).fill(['<c r="ALL1"><v>1</v></c>']))),
      { why: 'too_long' },
    ],
    ['has too many rows', workbook(sheet('A', Array(50_001).fill([]))), { why: 'too_long' }],
    [
      'takes too much room',
      zip({ ...workbookFiles([sheet('A', people)], ' '.repeat(16 * 1024 * 1024)) }),
      { why: 'too_large' },
    ],
    [
      'names one long text from many cells',
      zip(
        workbookFiles(
          [sheet('A', [['<c t="s"><v>0</v></c>'.repeat(900)]])],
          `<si><t>${'x'.repeat(1_000_000)}</t></si>`,
        ),
      ),
      { why: 'too_long' },
    ],
    [
      'has one sheet thousands of times',
      zip({
        ...workbookFiles([sheet('A', people)]),
        'xl/workbook.xml': `<workbook>${'<sheet r:id="rId1"/>'.repeat(10_000)}</workbook>`,
      }),
      { why: 'too_large' },
    ],
    [
      'has thousands of sheets and parts that do not belong together',
      zip({
        ...workbookFiles([sheet('A', people)]),
        'xl/workbook.xml': `<workbook>${'<sheet r:id="x"/>'.repeat(20_000)}</workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships>${'<Relationship Id="a"/>'.repeat(20_000)}</Relationships>`,
      }),
      { why: 'empty' },
    ],
    ['is an old one', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), { why: 'workbook' }],
  ])('is told why it is of no use: it %s', async (_case, bytes, why) => {
    expect(await read(bytes)).toEqual(why);
  });

  it('may have as many rows, columns and cells as its limits say', async () => {
    const wide = '<c r="ALL1"><v>1</v></c>';
    const rows = [['ada@example.com', wide], ...Array(498).fill([wide]), ...Array(49_500).fill([])];
    expect(await read(workbook(sheet('A', rows)))).toMatchObject({ people: ['ada@example.com'] });
  });
});

describe('a long file', () => {
  it('lets other requests go on meanwhile', async () => {
    const people = Array.from({ length: 20_000 }, (_, at) => `person-${at}@example.com`);
    let turns = 0;
    let isRead = false;
    const others = (async () => {
      while (!isRead) {
        await setImmediate();
        turns += 1;
      }
    })();
    expect(await read(people.join('\n'))).toMatchObject({ people: { length: 20_000 } });
    isRead = true;
    await others;
    expect(turns).toBeGreaterThan(3);
  });

  it.each([
    ['dots behind an address', `email\na@${'.'.repeat(100_000)}`],
    ['addresses without an end', 'a@'.repeat(500_000)],
    ['quotes and addresses', `email\n${`"${'@ '.repeat(10_000)}\n`.repeat(5)}`],
  ])('of %s names nobody, and is read in a moment', async (_case, file) => {
    expect(await read(file)).toMatchObject({ people: [] });
  });
});

describe('any file', () => {
  const anyFile = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    anyCodeUnits.map(bytesOf),
    fc
      .array(
        fc.constantFrom(
          ...[
            'email',
            'role',
            'Viewer',
            ',',
            ';',
            '\t',
            '\n',
            '\r\n',
            '"',
            ' ',
            'sep=;\n',
            '\ufeff',
          ],
          ...['ada@example.com', 'ADA@example.com', 'grace@example.com', 'ada@', '<@U1>', 'Ada <'],
        ),
        { maxLength: 40 },
      )
      .map((pieces) => bytesOf(pieces.join(''))),
  );

  it('has exactly its people, in whatever format it is', async () => {
    const cell = anyCodeUnits.map((text) =>
      text
        .slice(0, 12)
        .replace(/[\p{C}\ufffd@＠\s]/gu, ' ')
        .replace(/^[ '=+-]+/, '')
        .trim(),
    );
    const person = fc.record({
      name: cell,
      address: plausibleAddress.filter((address) => !/'/.test(address)),
      role: fc.constantFrom('', 'Viewer', '+Ops', 'Editor, senior', 'A "B"; C|D'),
    });
    const separated =
      (separator: string, newline = '\n') =>
      (rows: string[][]) =>
        rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator))
          .join(newline);
    const formats: ((rows: string[][]) => Uint8Array)[] = [
      ...[',', ';', '\t', '|'].map(
        (separator) => (rows: string[][]) => bytesOf(separated(separator, '\r\n')(rows)),
      ),
      (rows) => bytesOf(`sep=|\r\n${separated('|')(rows)}`),
      (rows) => Buffer.from(`\ufeff${separated(';')(rows)}`),
      (rows) => Buffer.from(`\ufeff${separated('\t')(rows)}`, 'utf16le'),
      (rows) => Buffer.from(`\ufeff${separated(',')(rows)}`, 'utf16le').swap16(),
      (rows) => workbook(sheet('People', rows)),
    ];
    const table = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 8 }),
      order: fc.shuffledSubarray(['name', 'address', 'role'] as const, { minLength: 3 }),
      format: fc.constantFrom(...formats),
    });
    const headings = { name: 'Name', address: 'E-mail', role: 'Role' };
    await fc.assert(
      fc.asyncProperty(table, async ({ people, order, format }) => {
        const rows = [headings, ...people].map((cells) => order.map((key) => cells[key]));
        expect(await read(format(rows))).toEqual({
          people: people.map(({ address, role }) => (role ? `${address} as ${role}` : address)),
          lines: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is read without a throw, and names nobody who is not in it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async (bytes) => {
        const found = await parsePeopleFile(bytes);
        const text = new TextDecoder().decode(bytes);
        for (const { address } of found.ok ? found.value.people : []) {
          expect(text).toContain(address);
        }
      }),
      { numRuns: 500 },
    );
  });
});
