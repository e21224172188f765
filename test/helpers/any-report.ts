import fc from 'fast-check';
import type { BatchReport, InvitationState } from '../../src/domain/invitation.ts';
import type { Member } from '../../src/domain/organization.ts';
import { alreadyMember, everyFailure, failed, invited } from './builders.ts';

/** Names that would do something in Slack if they could, and long ones in scripts whose letters are many bytes. */
export const hostileNames = [
  '<!channel>',
  '<!here|here>',
  '<!subteam^S0EVERYBODY>',
  '<!date^0^{date}|never>',
  '<@U0VICTIM>',
  '<#C0SECRET>',
  '<https://evil.example|Piper>',
  'mailto:victim@evil.example',
  'https://evil.example/?a=<b>&c',
  'www.evil.example',
  'evil.example',
  '@here',
  '@channel',
  '@everyone',
  '#general',
  ':rotating_light:',
  '*bold* _italic_ ~gone~ `code`',
  'Editor.\n• mallory@evil.example: joined',
  'Editor\r\n> A note\u2028that nobody wrote',
  '&lt;!channel&gt;',
  '\u202Ereversed',
  '=cmd|calc',
] as const;

/** The name of a role, an organization, or whatever else Piper or a person says in a few words. */
const anyName = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.constantFrom(
    '編集者'.repeat(40),
    '👩‍👩‍👧‍👦'.repeat(20),
    '&<>'.repeat(100),
    '_*~`:a:'.repeat(30),
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 150 }),
);

const anyNote = fc.oneof(
  fc.constantFrom(...hostileNames, '&'.repeat(500), '\n'.repeat(499), '注'.repeat(500)),
  fc.string({ unit: 'grapheme', maxLength: 500 }).map((note) => note.slice(0, 500)),
);

const anyMember: fc.Arbitrary<Partial<Member>> = fc.record({
  roleName: fc.option(anyName, { nil: undefined }),
  status: fc.oneof(
    fc.constantFrom(
      { kind: 'pending' as const, since: 1_795_516_320_000 },
      { kind: 'joined' as const },
      { kind: 'unstated' as const },
    ),
    anyName.map((word) => ({ kind: 'other' as const, word })),
  ),
});

/** Everything that may have become of an invite. */
const anyEnd = (address: string): fc.Arbitrary<InvitationState> =>
  fc.oneof(
    anyMember.map((about) => invited(address, about)),
    anyMember.map((about) => alreadyMember(address, about)),
    fc
      .tuple(fc.constantFrom(...everyFailure), anyName)
      .map(([failure, detail]) => failed({ ...failure, detail })),
    fc.constantFrom(...everyFailure).map((failure) => ({ kind: 'unknown' as const, failure })),
    fc.constant({ kind: 'cancelled' as const, by: 'UBOB' }),
  );

const anyEntry = fc.nat({ max: 9_999 }).chain((number) => {
  const address = `p${number}&co@${'long-'.repeat(number % 20)}example.com`;
  return fc.record({
    invitee: fc.oneof(
      fc.constant({ address }),
      anyName.map((name) => ({ address, userId: 'UGRACE', name })),
    ),
    role: anyName.map((name) => ({ id: 'role-1', name })),
    state: anyEnd(address),
    roleChange: fc.option(
      anyName.map((roleName) => ({ roleName, by: 'UBOB', at: number })),
      { nil: undefined },
    ),
  });
});

/** A batch of any size that has ended in any way, with any names and any note. */
export const anyReport: fc.Arbitrary<BatchReport> = fc
  .record({
    name: anyName,
    note: fc.option(anyNote, { nil: undefined }),
    entries: fc.oneof(
      fc.array(anyEntry, { minLength: 1, maxLength: 6 }),
      fc.array(anyEntry, { minLength: 30, maxLength: 60 }),
      // Many that differ in their addresses alone are quickly made.
      fc
        .tuple(
          fc.array(anyEntry, { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 51, max: 500 }),
        )
        .map(([kinds, count]) =>
          Array.from({ length: count }, (_, at) => kinds[at % kinds.length] as (typeof kinds)[0]),
        ),
    ),
  })
  .map(({ name, note, entries }) => ({
    batch: {
      id: 'batch-1',
      inviterId: 'UALICE',
      organization: { id: 'org-1', name },
      note,
      reference: '7f3k2q',
      at: 1,
    },
    entries: entries.map(({ roleChange, ...entry }) => ({
      ...entry,
      ...(roleChange && { roleChange }),
    })),
    lastEndedAt: 2,
  }));
