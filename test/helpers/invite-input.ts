import type { InputPerson, InviteInput } from '../../src/domain/invite-input.ts';
import type { PersonRef } from '../../src/domain/people-list.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { People } from '../../src/usecases/ports/slack.ts';
import { editor } from './builders.ts';

export const at = (address: string): PersonRef => ({ kind: 'address', address });
export const user = (userId: string): PersonRef => ({ kind: 'mention', userId });
export const inChannel = (userId: string): InputPerson => ({ ...user(userId), from: 'channels' });
export const inGroup = (userId: string): InputPerson => ({ ...user(userId), from: 'userGroups' });
export const inFile = (address: string, role?: string): InputPerson => ({
  ...at(address),
  from: 'file',
  ...(role && { role }),
});

/** An input with the role Editor from the menu, unless it says otherwise. */
export const inviteInput = (input: Partial<InviteInput>): InviteInput => ({
  people: [],
  leftovers: [],
  role: { id: editor.id, name: editor.name },
  ...input,
});

/** A Slack that knows these people, and cannot tell who those of `unread` are; `asked` is whom it was asked about. */
export function slackPeople(
  known: readonly Person[],
  { unread = [] }: { unread?: readonly string[] } = {},
) {
  const asked: string[][] = [];
  const people: Pick<People, 'findAll'> = {
    findAll: async (userIds) => {
      asked.push([...userIds]);
      return userIds.map((userId) => {
        if (unread.includes(userId)) return err('unavailable');
        const found = known.find(({ id }) => id === userId);
        return found ? ok(found) : err('unknown');
      });
    },
  };
  return { people, asked };
}
