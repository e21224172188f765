import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { anyCodeUnits } from '../helpers/any-text.ts';

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
    [','.repeat(1_001), { why: 'too_long' }],
    ['\n'.repeat(50_000), { why: 'too_long' }],
    [`${','.repeat(999)}\n`.repeat(501), { why: 'too_long' }],
  ])('is told why: %j', async (file, why) => {
    expect(await read(file)).toEqual(why);
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
