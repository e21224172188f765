import { describe, expect, it } from 'vitest';
import { completionsOf } from './completions.ts';

const commands = [{ command: '/stage', description: 'Does it', usageHint: '[words]' }];
const user = { isAdmin: false, isGuest: false, isBot: false, deleted: false };
const users = [
  { ...user, id: 'U1', name: 'ada', realName: 'Ada Lovelace' },
  { ...user, id: 'U2', name: 'grace', realName: 'Grace Hopper' },
  { ...user, id: 'U3', name: 'gone', realName: 'Gone Away', deleted: true },
];
const drafts = (draft: string, caret = draft.length) =>
  completionsOf(draft, caret, commands, users).map((completion) => completion.draft);

describe('what is completed', () => {
  it.each([
    ['/', ['/stage ']],
    ['/STA', ['/stage ']],
    ['/other', []],
    ['say /st', []],
    ['/stage @', ['/stage @ada ', '/stage @grace ']],
    ['/stage @ada, @hop', ['/stage @ada, @grace ']],
    ['/stage ada@gr', []],
    ['@gone', []],
  ])('%s', (draft, completed) => {
    expect(drafts(draft)).toEqual(completed);
  });

  it('keeps what comes after the caret', () => {
    expect(drafts('/stage @gr as Editor', '/stage @gr'.length)).toEqual([
      '/stage @grace as Editor',
    ]);
  });
});
