import type { Invitee } from '../domain/invitation.ts';
import type { InputPerson, InputProblem, InviteInput, LeftOut } from '../domain/invite-input.ts';
import { addressKey } from '../domain/organization.ts';
import type { Person } from '../domain/person.ts';
import type { People } from './ports/slack.ts';

/** Somebody with an address; `part` is where they were named first, `roles` are the names that lines of a file give them. */
export type Found = { invitee: Invitee; part: Part; roles: Set<string> };
/** The part of a draft in which somebody was named. */
export type Part = 'people' | 'addresses' | NonNullable<InputPerson['from']>;

const partOf = ({ kind, from }: InputPerson): Part =>
  from ?? (kind === 'mention' ? 'people' : 'addresses');

/** Finds the address of everybody in a draft, each once, and tells who has none or cannot be invited. */
export async function resolvePeople(
  people: Pick<People, 'findAll'>,
  draft: InviteInput,
): Promise<{ found: Found[]; repeated: number; leftOut: LeftOut[]; problems: InputProblem[] }> {
  const userIds = new Set(
    draft.people.flatMap((named) => (named.kind === 'mention' ? [named.userId] : [])),
  );
  const lookups = await people.findAll([...userIds]);
  const lookupOf = new Map([...userIds].map((userId, at) => [userId, lookups[at]] as const));

  const found = new Map<string, Found>();
  const wrong = { bot: [], deactivated: [], no_address: [] } as Record<Wrong, Person[]>;
  const leftOut = new Map<LeftOut['why'], Set<string>>();
  const notFound = new Set<string>();
  let isSlackUnavailable = false;
  let repeated = 0;

  const add = (named: InputPerson, invitee: Invitee) => {
    const key = addressKey(invitee.address);
    const known = found.get(key);
    if (known) repeated += 1;
    const roles = new Set([...(known?.roles ?? []), ...(named.role ? [named.role] : [])]);
    const isBetter = !known || (invitee.userId !== undefined && !known.invitee.userId);
    found.set(key, {
      invitee: isBetter ? invitee : known.invitee,
      part: known?.part ?? partOf(named),
      roles,
    });
  };
  const leave = (why: LeftOut['why'], userId: string) =>
    leftOut.set(why, (leftOut.get(why) ?? new Set()).add(userId));

  for (const named of draft.people) {
    if (named.kind === 'address') {
      add(named, { address: named.address });
      continue;
    }
    const lookup = lookupOf.get(named.userId);
    const isGroup = named.from === 'userGroups' || named.from === 'channels';
    if (!lookup?.ok) {
      if (lookup?.error !== 'unknown') isSlackUnavailable = true;
      else if (isGroup) leave('external', named.userId);
      else notFound.add(named.userId);
      continue;
    }
    const person = lookup.value;
    const why = isGroup ? whyLeftOut(person) : whyWrong(person);
    if (why === undefined) {
      add(named, { address: person.address ?? '', userId: person.id });
    } else if (isGroup) leave(why, person.id);
    else if (why in wrong) wrong[why as Wrong].push(person);
  }

  // Whoever was named themselves, too, is not left out.
  const invited = new Set([...found.values()].map(({ invitee }) => invitee.userId));
  const problems: InputProblem[] = [];
  const { leftovers, lines = [] } = draft;
  if (draft.people.length + leftovers.length + lines.length === 0) {
    problems.push({ part: 'people', kind: 'nobody' });
  } else if (found.size === 0) {
    const group = draft.people.find(({ from }) => from === 'userGroups' || from === 'channels');
    const part = group?.from;
    if (part === 'userGroups' || part === 'channels') problems.push({ part, kind: 'nobody_there' });
  }
  for (const kind of ['bot', 'deactivated', 'no_address'] as const) {
    if (wrong[kind].length > 0) problems.push({ part: 'people', kind, people: wrong[kind] });
  }
  if (notFound.size > 0) {
    problems.push({ part: 'people', kind: 'not_found', userIds: [...notFound] });
  }
  if (isSlackUnavailable) problems.push({ part: 'people', kind: 'slack_unavailable' });
  if (leftovers.length > 0) {
    problems.push({ part: 'addresses', kind: 'not_an_address', words: leftovers });
  }
  if (lines.length > 0) problems.push({ part: 'file', kind: 'not_understood', lines });
  return {
    found: [...found.values()],
    repeated,
    leftOut: [...leftOut]
      .map(([why, ids]) => ({ why, userIds: [...ids].filter((id) => !invited.has(id)) }))
      .filter(({ userIds }) => userIds.length > 0),
    problems,
  };
}

type Wrong = 'bot' | 'deactivated' | 'no_address';

function whyWrong(person: Person): Wrong | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  return person.address ? undefined : 'no_address';
}

/** Of everybody in a channel only full members are invited; a guest has to be named. */
function whyLeftOut(person: Person): LeftOut['why'] | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  if (person.isExternal) return 'external';
  if (person.isGuest) return 'guest';
  return person.address ? undefined : 'no_address';
}
