import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InvitationState } from '../../src/domain/invitation.ts';
import { parsePeople } from '../../src/domain/people-list.ts';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { resultFile } from '../../src/views/result-file.ts';
import { alreadyMember, batchReport, failed, invited } from '../helpers/builders.ts';

type Entry = [address: string, state: InvitationState];

const numbered = (count: number): Entry[] =>
  Array.from({ length: count }, (_, at) => {
    const address = `person-${at + 1}@example.com`;
    return [address, invited(address)];
  });
const at = Date.parse('2026-11-26T10:00:00Z');

/** The rows of the file of an order of these people and fifty more, without those. */
function rowsOf(...entries: Entry[]): Record<string, string>[] {
  const file = resultFile(batchReport([...entries, ...numbered(50)], { lastEndedAt: at }));
  const rows: Record<string, string>[] = parse(file.content, { bom: true, columns: true });
  expect(rows).toHaveLength(entries.length + 50);
  return rows.slice(0, entries.length);
}

describe('the file with every result', () => {
  it('is named after the organization and the day', () => {
    expect(resultFile(batchReport(numbered(51), { lastEndedAt: at }))).toMatchObject({
      name: 'piper-invites-2026-11-26.csv',
      title: 'Invites to Acme Robotics',
    });
  });

  it('says of everybody what Piper returned, or why there is nothing', () => {
    const address = 'ada@example.com';
    expect(
      rowsOf(
        [address, invited(address, { roleName: 'Viewer' })],
        [
          address,
          {
            kind: 'invited',
            member: { userId: 'x', roleId: 'r', address, status: { kind: 'unstated' } },
          },
        ],
        [address, alreadyMember(address, { status: { kind: 'joined' } })],
        [address, alreadyMember(address)],
        [address, alreadyMember(address, { status: { kind: 'other', word: 'suspended' } })],
        [address, failed({ kind: 'invalid', fields: ['email'], detail: 'no <such> & "box"' })],
        [address, { kind: 'unknown', failure: { kind: 'unavailable', contact: 'timed_out' } }],
        [address, { kind: 'cancelled', by: 'UBOB' }],
      ).map((row) => Object.values(row).slice(1)),
    ).toEqual([
      ['Viewer', 'invited', 'pending', ''],
      ['', 'invited', '', ''],
      ['Editor', 'already a member', 'joined', ''],
      ['Editor', 'invited before', 'pending', ''],
      ['Editor', 'already a member', 'suspended', ''],
      [
        'Editor',
        'not invited',
        '',
        'Piper doesn\'t accept the address. Check the spelling and send it again. Piper\'s words: "no <such> & "box""',
      ],
      ['Editor', 'unclear', '', "Piper isn't answering. Send it again in a few minutes."],
      ['Editor', 'cancelled', '', ''],
    ]);
  });

  it('holds nothing that a spreadsheet would run', () => {
    const cells = rowsOf(
      ['=1+1@example.com', invited('=1+1@example.com', { roleName: '=HYPERLINK("x")' })],
      ['+49@example.com', invited('+49@example.com', { roleName: '@SUM(1)' })],
    ).flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
  });

  it('can be chosen in the form again, with the same people and roles', async () => {
    const address = fc
      .tuple(fc.constantFrom('', "'", '+', "'+", '=', '-'), fc.emailAddress())
      .map(([start, rest]) => start + rest)
      .filter((address) => address.length <= 254 && isUnderstood(address));
    const roleName = fc
      .tuple(fc.constantFrom('', "'", '+', "''=", '@', '\uff1d'), fc.string({ unit: 'grapheme' }))
      .map(([start, rest]) => `${start}${rest}`.replace(/[\s\p{Cc}]+/gu, ' ').trim())
      .filter((name) => name !== '');
    const entries = fc.uniqueArray(fc.tuple(address, roleName), {
      minLength: 1,
      maxLength: 10,
      selector: ([address]) => address.toLowerCase(),
    });
    await fc.assert(
      fc.asyncProperty(entries, async (rows) => {
        const report = batchReport(
          rows.map(([address, roleName]) => [address, invited(address, { roleName })]),
        );
        const read = await parsePeopleFile(Buffer.from(resultFile(report).content));
        expect(read).toEqual({
          ok: true,
          value: {
            people: rows.map(([address, role], at) => ({
              ...{ kind: 'address', address, role, from: 'file', line: at + 2 },
            })),
            lines: [],
            leftOut: [],
          },
        });
      }),
    );
  });
});

/** Whether it is read as it is where somebody types it, too. */
const isUnderstood = (address: string) => {
  const { people, leftovers } = parsePeople(address);
  const [named] = people;
  return leftovers.length === 0 && named?.kind === 'address' && named.address === address;
};
