import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { anyCodeUnits, plausibleAddress } from '../helpers/any-text.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A parsed file in short form: `address` or `address as role`, and lines that were not understood. */
function read(file: string | Uint8Array) {
  const found = parsePeopleFile(typeof file === 'string' ? bytesOf(file) : file);
  if (!found.ok) return found.error;
  return {
    people: found.value.people.map((named) => {
      const name = named.kind === 'address' ? named.address : `@${named.userId}`;
      return named.role ? `${name} as ${named.role}` : name;
    }),
    lines: found.value.lines,
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
    ['more cells than headings', 'email\nada@example.com,x,y\ngrace@example.com'],
  ])('is read with %s', (_case, file) => {
    expect(read(file)).toEqual(both);
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
  ])('has its addresses under %j', (heading) => {
    expect(read(`name,${heading}\nAda,ada@example.com\nGrace,grace@example.com`)).toEqual(both);
  });

  it('takes the surest of its columns', () => {
    const file = 'Address,Mail,Email\nMain Street,x@example.com,ada@example.com';
    expect(read(file)).toEqual({ people: ['ada@example.com'], lines: [] });
  });

  it('gives a role to those whose line names one', () => {
    const file = 'Email,Role\nada@example.com,Viewer\ngrace@example.com,\nbob@example.com, Admin ';
    expect(read(file)).toEqual({
      people: ['ada@example.com as Viewer', 'grace@example.com', 'bob@example.com as Admin'],
      lines: [],
    });
  });

  it('tells each line that names nobody, with its number', () => {
    const file = 'name,email\nAda,ada@\n"two\nlines",grace@example.com\nBob,\n\nEve,eve at home';
    expect(read(file)).toEqual({
      people: ['grace@example.com'],
      lines: [
        { number: 2, text: 'ada@' },
        { number: 5, text: 'Bob' },
        { number: 7, text: 'eve at home' },
      ],
    });
  });

  it('names nobody by a mention', () => {
    expect(read('email\n<@U1>\nada@example.com')).toEqual({
      people: ['ada@example.com'],
      lines: [{ number: 2, text: '<@U1>' }],
    });
  });

  it.each([
    ['UTF-16, little end first', 'utf16le', '\ufeff'],
    ['UTF-8', 'utf8', ''],
    ['an older Windows', 'latin1', ''],
  ] as const)('is read in %s', (_case, encoding, mark) => {
    const file = Buffer.from(
      `${mark}name\temail\trôle\tRole\nÉa\tada@example.com\t\tÉditeur`,
      encoding,
    );
    expect(read(file)).toEqual({ people: ['ada@example.com as Éditeur'], lines: [] });
  });

  it('is read in UTF-16, big end first', () => {
    const file = Buffer.from('\ufeffemail\nada@example.com', 'utf16le').swap16();
    expect(read(file)).toEqual({ people: ['ada@example.com'], lines: [] });
  });
});

describe('a file that is of no use', () => {
  it.each([
    ['', { why: 'empty' }],
    ['\n \n,,\n', { why: 'empty' }],
    ['email\n', { why: 'empty' }],
    ['name,team\nAda,Engines', { why: 'no_column', columns: ['name', 'team'] }],
    ['email\n"ada@example.com', { why: 'not_csv' }],
  ])('is told why: %j', (file, why) => {
    expect(read(file)).toEqual(why);
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

  it('is read without a throw, and names nobody who is not in it', () => {
    fc.assert(
      fc.property(anyFile, (bytes) => {
        const found = parsePeopleFile(bytes);
        const text = new TextDecoder().decode(bytes);
        for (const named of found.ok ? found.value.people : []) {
          if (named.kind !== 'address') throw new Error('a mention');
          expect(text).toContain(named.address);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('written by a spreadsheet names exactly its people, with their roles', () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/\r/g, ''));
    const row = fc.record({
      name: cell.filter((text) => !text.includes('@')),
      address: plausibleAddress,
      role: fc.constantFrom('', 'Viewer', 'Editor, senior', 'A "B"; C'),
    });
    const table = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 8 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      newline: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\ufeff'),
      batch: fc.shuffledSubarray(['name', 'address', 'role'] as const, { minLength: 3 }),
    });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const headings = { name: 'Name', address: 'E-mail', role: 'Role' };
    fc.assert(
      fc.property(table, ({ rows, delimiter, newline, mark, batch }) => {
        const lines = [headings, ...rows].map((cells) =>
          batch.map((key) => quoted(cells[key])).join(delimiter),
        );
        expect(read(mark + lines.join(newline))).toEqual({
          people: rows.map(({ address, role }) => (role ? `${address} as ${role}` : address)),
          lines: [],
        });
      }),
      { numRuns: 200 },
    );
  });
});
