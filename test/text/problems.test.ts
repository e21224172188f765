import { describe, expect, it } from 'vitest';
import type { InputProblem } from '../../src/domain/invite-input.ts';
import { problemMrkdwn, problemPlain } from '../../src/text/index.ts';
import { numberedRoles, person, viewer } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';

const people = [person({ id: 'U1', name: 'Grace' }), person({ id: 'U2', name: 'Bob' })];

const problems: InputProblem[] = [
  { part: 'people', kind: 'nobody' },
  ...(['bot', 'deactivated', 'no_address'] as const).flatMap((kind): InputProblem[] => [
    { part: 'people', kind, people: people.slice(0, 1) },
    { part: 'people', kind, people },
  ]),
  { part: 'people', kind: 'not_found', userIds: ['U1'] },
  { part: 'people', kind: 'not_found', userIds: ['U1', 'U2', 'U3'] },
  { part: 'people', kind: 'slack_unavailable' },
  { part: 'people', kind: 'too_many', count: 51, limit: 50 },
  { part: 'channels', kind: 'nobody_there' },
  ...(['not_granted', 'unavailable', 'not_found'] as const).flatMap((why): InputProblem[] => [
    { part: 'channels', kind: 'source', id: 'C1', why },
    { part: 'userGroups', kind: 'source', id: 'S1', why },
    { part: 'file', kind: 'file', why },
  ]),
  ...(['too_large', 'too_long', 'not_csv', 'workbook', 'empty'] as const).map(
    (why): InputProblem => ({ part: 'file', kind: 'file', why }),
  ),
  { part: 'file', kind: 'file', why: 'no_column', columns: ['name', 'team'] },
  { part: 'file', kind: 'file', why: 'no_column', columns: [] },
  { part: 'file', kind: 'not_understood', lines: [{ number: 7, text: 'ada@', why: 'no_address' }] },
  {
    part: 'file',
    kind: 'not_understood',
    lines: [7, 9].map((number) => ({ number, text: 'ada@', why: 'misplaced' })),
  },
  ...(['deactivated', 'bot', 'other_column', 'other_sheet'] as const).map(
    (why): InputProblem => ({
      part: 'file',
      kind: 'left_out',
      leftOut: [{ line: 3, who: 'ada@example.com', why, says: 'Word of the file' }],
    }),
  ),
  { part: 'file', kind: 'line_roles', names: ['Boss'], count: 3 },
  { part: 'file', kind: 'several_roles', addresses: ['person-1@example.com'] },
  { part: 'file', kind: 'unreadable', failure: { kind: 'unauthorized' } },
  { part: 'addresses', kind: 'not_an_address', words: ['ada@'] },
  { part: 'addresses', kind: 'not_an_address', words: ['ada@', 'grace@'] },
  ...(['people', 'addresses'] as const).map(
    (part): InputProblem => ({
      part,
      kind: 'domain',
      addresses: Array.from({ length: 7 }, (_, at) => `person-${at}@other.example`),
      domains: ['acme.example', 'acme.test'],
    }),
  ),
  { part: 'role', kind: 'not_offered', name: 'Editor' },
  { part: 'role', kind: 'gone', name: 'Editor' },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: numberedRoles(3) },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: numberedRoles(30) },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: [] },
  { part: 'role', kind: 'ambiguous', typed: 'EDITOR', roles: numberedRoles(2) },
  { part: 'role', kind: 'unreadable', failure: { kind: 'unavailable', contact: 'not_sent' } },
];

describeSentences(
  problems.flatMap((problem): [string, string][] => [
    [`${problem.kind}, plain`, problemPlain(problem)],
    [`${problem.kind}, in a message`, problemMrkdwn(problem)],
  ]),
);

const selfEvident =
  /bot|deactivated|not_found|not_an_address|not_understood|left_out|line_roles|several_roles/;
describeRemedies(
  problems
    .filter(({ kind }) => !selfEvident.test(kind))
    .map((problem) => [problem.kind, problemPlain(problem)] as const),
);

describe('what somebody typed', () => {
  const typed = '<!here> & "x"';

  it('is never markup in a message, and is left as it is in plain text', () => {
    const problem: InputProblem = { part: 'addresses', kind: 'not_an_address', words: [typed] };
    expect(problemMrkdwn(problem)).toBe(`"&lt;!here&gt; &amp; "x"" isn't an e-mail address.`);
    expect(problemPlain(problem)).toBe(`"<!here> & "x"" isn't an e-mail address.`);
    for (const kind of ['unknown', 'ambiguous'] as const) {
      const about: InputProblem = {
        part: 'role',
        kind,
        typed,
        roles: [{ ...viewer, name: typed }],
      };
      expect(problemMrkdwn(about)).not.toContain('<');
    }
    expect(problemMrkdwn({ part: 'role', kind: 'gone', name: typed })).not.toContain('<');
  });

  it('is told with its first words only where there are many', () => {
    const words = Array.from({ length: 40 }, (_, at) => `word-${at + 1}`);
    expect(problemPlain({ part: 'addresses', kind: 'not_an_address', words })).toBe(
      `"word-1", "word-2", "word-3", "word-4", "word-5" and 35 more aren't e-mail addresses.`,
    );
  });

  it.each([
    [
      'an address',
      problemPlain({ part: 'addresses', kind: 'not_an_address', words: ['x'.repeat(5_000)] }),
    ],
    [
      'a role',
      problemPlain({ part: 'role', kind: 'unknown', typed: 'x'.repeat(5_000), roles: [viewer] }),
    ],
  ])('is told with its beginning only where it is long: %s', (_, sentence) => {
    expect(sentence.length).toBeLessThan(200);
    expect(sentence).toContain('xxxxxxxxxx');
  });

  it('names people as mentions in a message, by their names in plain text', () => {
    const problem: InputProblem = { part: 'people', kind: 'no_address', people };
    expect(problemMrkdwn(problem)).toMatch(/^<@U1> and <@U2> have no e-mail address in Slack/);
    expect(problemPlain(problem)).toMatch(/^@Grace and @Bob have no e-mail address in Slack/);
  });
});

describe('a long list', () => {
  it('of roles ends after five', () => {
    const sentence = problemPlain({
      part: 'role',
      kind: 'unknown',
      typed: 'Boss',
      roles: numberedRoles(500),
    });
    expect(sentence).toContain('Role 5 or 495 more that the form shows.');
    expect(sentence).not.toContain('Role 21');
  });
});
