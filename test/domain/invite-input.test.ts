import { describe, expect, it } from 'vitest';
import {
  type InputProblem,
  isBlocking,
  isFromGroup,
  mustBeMended,
} from '../../src/domain/invite-input.ts';
import { editor, person } from '../helpers/builders.ts';
import { at, inChannel, inFile, inGroup, user } from '../helpers/invite-input.ts';

describe('somebody to invite', () => {
  it.each([inGroup('U1'), inChannel('U1')])('comes from a group: $from', (named) => {
    expect(isFromGroup(named)).toBe(true);
  });

  it.each([user('U1'), at('ada@example.com'), inFile('ada@example.com')])(
    'was named on their own: %o',
    (named) => {
      expect(isFromGroup(named)).toBe(false);
    },
  );
});

const failure = { kind: 'unauthorized' } as const;
const blocking: InputProblem[] = [
  { part: 'people', kind: 'nobody' },
  { part: 'userGroups', kind: 'nobody_there' },
  { part: 'people', kind: 'slack_unavailable' },
  { part: 'people', kind: 'too_many', count: 501, limit: 500 },
  { part: 'file', kind: 'file', why: 'not_csv' },
  { part: 'channels', kind: 'source', id: 'C1', why: 'not_granted' },
  { part: 'file', kind: 'unreadable', failure },
  { part: 'role', kind: 'unreadable', failure },
  { part: 'role', kind: 'not_offered', name: 'Owner' },
  { part: 'role', kind: 'gone', name: 'Owner' },
  { part: 'role', kind: 'unknown', typed: 'Boss', roles: [] },
  { part: 'role', kind: 'ambiguous', typed: 'editor', roles: [] },
];
const passing: InputProblem[] = [
  { part: 'people', kind: 'bot', people: [person()] },
  { part: 'people', kind: 'deactivated', people: [person()] },
  { part: 'people', kind: 'no_address', people: [person()] },
  { part: 'people', kind: 'not_found', userIds: ['U1'] },
  { part: 'addresses', kind: 'not_an_address', words: ['ada@'] },
  { part: 'addresses', kind: 'domain', addresses: ['ada@x.example'], domains: ['y.example'] },
  { part: 'file', kind: 'not_understood', lines: [{ number: 2, text: 'Ada', why: 'no_address' }] },
  { part: 'file', kind: 'line_roles', names: ['Boss'], count: 1 },
  { part: 'file', kind: 'several_roles', addresses: ['ada@x.example'] },
];
const denied: InputProblem = {
  part: 'role',
  kind: 'not_given',
  role: editor,
  invitees: [{ address: 'ada@x.example' }],
  why: { reasons: [], organization: 'Acme', connectedBy: 'UALICE' },
};

describe('a problem with an input', () => {
  it.each(blocking)('keeps everybody from being invited: $part, $kind', (problem) => {
    expect(isBlocking(problem)).toBe(true);
  });

  it.each([...passing, denied])('leaves out only whom it is about: $part, $kind', (problem) => {
    expect(isBlocking(problem)).toBe(false);
  });
});

describe('the problems that must be mended', () => {
  const problems = [...passing, ...blocking];

  it('are those alone that keep everybody out, where there are several people', () => {
    expect(mustBeMended(problems, 2)).toEqual(blocking);
    expect(mustBeMended(passing, 2)).toEqual([]);
  });

  it('are all of them, where nobody is left', () => {
    expect(mustBeMended([...problems, denied], 0)).toEqual([...problems, denied]);
  });

  it('are those that can be mended, where one person is left', () => {
    const fates = problems.filter(({ kind }) => kind === 'domain');
    expect(mustBeMended([...problems, denied], 1)).toEqual(
      problems.filter((problem) => !fates.includes(problem)),
    );
  });
});
