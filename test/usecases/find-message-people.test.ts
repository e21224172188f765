import { describe, expect, it } from 'vitest';
import { findMessagePeople } from '../../src/usecases/find-message-people.ts';
import { person } from '../helpers/builders.ts';
import { at, slackPeople, user } from '../helpers/invite-input.ts';

const grace = person();
const guest = person({ id: 'UGUEST', address: 'guest@x.io', isGuest: true });
const partner = person({ id: 'UPARTNER', address: 'partner@other.io', isExternal: true });
const robot = person({ id: 'UROBOT', name: 'Robot', isBot: true });
const gone = person({ id: 'UGONE', name: 'Gone', isDeactivated: true });
const { address: _, ...nora } = person({ id: 'UNORA', name: 'Nora', isExternal: true });
const everybody = [grace, guest, partner, robot, gone, nora];

const find = (
  named: Parameters<typeof findMessagePeople>[1]['named'],
  author?: string,
  unread: string[] = [],
) => findMessagePeople(slackPeople(everybody, { unread }).people, { named, author });

const nobody = { userIds: [], addresses: [], problems: [] };

describe('whom a message is about', () => {
  it('are all whom it names, each once, and not the author', async () => {
    const named = [at('ada@x.io'), user('UGRACE'), at('ADA@x.io'), at('grace@example.com')];
    expect(await find(named, 'UGUEST')).toEqual({
      userIds: ['UGRACE'],
      addresses: ['ada@x.io'],
      problems: [],
    });
  });

  it('is its author where it names nobody, or bots alone', async () => {
    const author = { userIds: ['UGUEST'], addresses: [], problems: [] };
    expect(await find([], 'UGUEST')).toEqual(author);
    expect(await find([user('UROBOT')], 'UGUEST')).toEqual(author);
    expect((await find([], 'UPARTNER')).userIds).toEqual(['UPARTNER']);
  });

  it('is nobody where the author is a bot, or none', async () => {
    expect(await find([], 'UROBOT')).toEqual(nobody);
    expect(await find([user('UROBOT')])).toEqual(nobody);
    expect(await find([user('UROBOT')], 'UROBOT')).toEqual(nobody);
  });

  it.each([
    ['deactivated', 'UGONE'],
    ['no_address', 'UNORA'],
    ['not_found', 'UNOBODY'],
  ])('are not those who cannot be invited, which is said: %s', async (kind, userId) => {
    const problems = [expect.objectContaining({ kind })];
    expect(await find([user(userId)], 'UGRACE')).toEqual({ ...nobody, problems });
    expect(await find([], userId)).toEqual({ ...nobody, problems });
  });

  it('are all who are mentioned where Slack does not answer, since the form asks again', async () => {
    expect(await find([user('UGRACE'), user('UGUEST')], 'UPARTNER', ['UGRACE'])).toEqual({
      ...nobody,
      userIds: ['UGRACE', 'UGUEST'],
    });
  });

  it('are not more people than can be invited at once, of whom none is looked up', async () => {
    const { people, asked } = slackPeople(everybody);
    const many = Array.from({ length: 501 }, (_, at) => user(`U${at}`));
    expect(await findMessagePeople(people, { named: [...many, at('ada@x.io')] })).toEqual({
      userIds: [],
      addresses: ['ada@x.io'],
      problems: [{ part: 'people', kind: 'too_many', count: 501, limit: 500 }],
    });
    expect(asked.flat()).toEqual([]);
  });
});
