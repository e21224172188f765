import type { InputProblem } from '../domain/invite-input.ts';
import type { PersonRef } from '../domain/people-list.ts';
import { batch } from '../limits.ts';
import type { People } from './ports/slack.ts';
import { resolvePeople } from './resolve-people.ts';

/** Whom a form can begin with: Slack user IDs, addresses, and why others are not among them. */
export type MessagePeople = { userIds: string[]; addresses: string[]; problems: InputProblem[] };

/** Whom a message is about: everybody whom it names, or else its author. Bots are left out without a word. */
export async function findMessagePeople(
  people: Pick<People, 'findAll'>,
  { named, author }: { named: readonly PersonRef[]; author?: string | undefined },
): Promise<MessagePeople> {
  const found = await whoCanBeInvited(people, named);
  const isNobody = Object.values(found).every(({ length }) => length === 0);
  return isNobody && author !== undefined
    ? whoCanBeInvited(people, [{ kind: 'mention', userId: author }])
    : found;
}

async function whoCanBeInvited(
  people: Pick<People, 'findAll'>,
  named: readonly PersonRef[],
): Promise<MessagePeople> {
  const mentioned = new Set(named.flatMap((ref) => (ref.kind === 'mention' ? [ref.userId] : [])));
  const isTooMany = mentioned.size > batch.maxPeople;
  const { found, problems } = await resolvePeople(people, {
    people: named.filter(({ kind }) => kind === 'address' || !isTooMany),
    leftovers: [],
  });
  // The form looks them up when it is sent.
  const isUnavailable = problems.some(({ kind }) => kind === 'slack_unavailable');
  const known = found.flatMap(({ invitee }) => invitee.userId ?? []);
  return {
    userIds: isUnavailable ? [...mentioned] : known,
    addresses: found.flatMap(({ invitee }) => (invitee.userId ? [] : [invitee.address])),
    problems: [
      ...problems.filter(({ kind }) => !unsaid.has(kind)),
      ...(isTooMany
        ? [
            {
              part: 'people',
              kind: 'too_many',
              count: mentioned.size,
              limit: batch.maxPeople,
            } as const,
          ]
        : []),
    ],
  };
}

const unsaid = new Set<InputProblem['kind']>(['nobody', 'bot', 'slack_unavailable']);
