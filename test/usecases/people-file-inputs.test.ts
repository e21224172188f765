import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';

const bytesOf = (name: string) =>
  readFileSync(new URL(`../fixtures/inputs/${name}`, import.meta.url));

const read = async (name: string) => {
  const found = await parsePeopleFile(bytesOf(name));
  if (!found.ok) throw new Error(found.error.why);
  return found.value;
};

/** Somebody in short: `2: ada@example.com, Ada, as Editor`. */
const briefly = ({ people }: Awaited<ReturnType<typeof read>>) =>
  people.map(({ line, address, name, role }) =>
    [`${line}: ${address}`, name, role && `as ${role}`].filter(Boolean).join(', '),
  );

describe('a file that somebody really had', () => {
  it.each([
    [
      '02-all-on-one-line.csv',
      ['1: ada@example.com', '1: grace@example.com', '1: bob@example.com'],
    ],
    [
      '02b-all-on-one-line-semicolon.csv',
      ['1: ada@example.com', '1: grace@example.com', '1: bob@example.com'],
    ],
    [
      '02c-two-address-columns.csv',
      ['1: ada@example.com', '1: grace@example.com', '2: bob@example.com', '2: eve@example.com'],
    ],
    ['05b-google-contacts.csv', ['2: ada@example.com, Ada Lovelace']],
    ['05c-french.csv', ['2: ada@example.com, Ada, as Editor']],
    ['05d-entra.csv', ['2: ada@example.com, Ada Lovelace']],
    ['06-m365-import-template.csv', ['2: ada@example.com, Ada Lovelace']],
    ['07-linkedin-preamble.csv', ['5: ada@example.com, Ada Lovelace']],
    ['07b-title-with-an-address.csv', ['3: ada@example.com, Ada', '4: grace@example.com, Grace']],
    [
      '12-result-file-again.csv',
      ['2: +ada@example.com, as Editor', '3: hal@example.com, as +Admin'],
    ],
    ['13-role-column.csv', ['2: ada@example.com, as Owner']],
    ['14-utf16-without-bom.csv', ['2: ada@example.com, Ada']],
    ['19-bom-no-heading.csv', ['1: user01@example.com', '2: user02@example.com']],
    ['21-case-duplicates.csv', ['2: Alice@g.example', '3: alice@g.example', '4: ALICE@G.EXAMPLE']],
    ['22-osticket.csv', ['1: email1@no-reply.example', '2: email2@no-reply.example']],
  ])('names whom it should: %s', async (name, people) => {
    const found = await read(name);
    expect(briefly(found)).toEqual(people);
    expect(found).toMatchObject({ lines: [], leftOut: [] });
  });

  it('names fifty people with the roles of their lines', async () => {
    const { people, lines } = await read('03b-fifty-people-two-roles.csv');
    expect(people).toHaveLength(50);
    expect(new Set(people.map(({ role }) => role))).toEqual(
      new Set(['Campaign "Ops" & <QA>', 'Viewer']),
    );
    expect(lines).toEqual([]);
  });

  it("has each of Google's people once, and says that the address for recovery is left out", async () => {
    const found = await read('05-google-workspace.csv');
    expect(briefly(found)).toEqual(['2: ada@example.com, Ada Lovelace']);
    expect(found.leftOut).toEqual([
      { line: 2, who: 'ada@home.example', why: 'other_column', says: 'Recovery Email' },
    ]);
  });

  it("has whom Slack's export has, without those who are gone and bots, and says so", async () => {
    const found = await read('15-slack-members.csv');
    expect(briefly(found)).toEqual(['2: ada@example.com, Ada Lovelace']);
    expect(found.leftOut).toEqual([
      { line: 3, who: 'bob@example.com', why: 'deactivated', says: 'Deactivated' },
      { line: 4, who: 'Zapier', why: 'bot', says: 'Bot' },
    ]);
  });

  it('is called a workbook where it is the beginning of one, whatever its name', async () => {
    expect(await parsePeopleFile(bytesOf('14b-xlsx-named.csv'))).toEqual({
      ok: false,
      error: { why: 'workbook' },
    });
  });
});
