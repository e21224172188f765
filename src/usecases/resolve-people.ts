import { addressKey } from '../domain/address.ts';
import type { Invitee } from '../domain/invitation.ts';
import {
  type InputPerson,
  type InputProblem,
  type InviteInput,
  isFromGroup,
  type LeftOut,
} from '../domain/invite-input.ts';
import { type Person, whyNever } from '../domain/person.ts';
import type { People } from './ports/slack.ts';

/** Somebody with an address; `part` is where they were named first, `roles` are the role names that a file gives them. */
export type FoundPerson = { invitee: Invitee; part: Part; roles: Set<string> };

/** The part of an input that names somebody. */
export type Part = 'people' | 'addresses' | NonNullable<InputPerson['from']>;

const partOf = ({ kind, from }: InputPerson): Part =>
  from ?? (kind === 'mention' ? 'people' : 'addresses');

/** Finds the address of everybody in an input, without duplicates, and says who has none or cannot be invited. */
export async function resolvePeople(
  people: Pick<People, 'findAll'>,
  input: Omit<InviteInput, 'role'>,
): Promise<{
  found: FoundPerson[];
  repeated: number;
  leftOut: LeftOut[];
  problems: InputProblem[];
}> {
  const userIds = new Set(
    input.people.flatMap((ref) => (ref.kind === 'mention' ? [ref.userId] : [])),
  );
  const lookups = await people.findAll([...userIds]);
  const lookupOf = new Map([...userIds].map((userId, at) => [userId, lookups[at]] as const));

  const found = new Map<string, FoundPerson>();
  const wrong = {
    bot: new Set<Person>(),
    deactivated: new Set<Person>(),
    no_address: new Set<Person>(),
  };
  const leftOut = new Map<LeftOut['why'], Set<string>>();
  const notFound = new Set<string>();
  let isSlackUnavailable = false;
  let repeated = 0;

  const add = (ref: InputPerson, invitee: Invitee) => {
    const key = addressKey(invitee.address);
    const known = found.get(key);
    if (known) repeated += 1;
    const roles = new Set([...(known?.roles ?? []), ...(ref.role ? [ref.role] : [])]);
    const isBetter = !known || (invitee.userId !== undefined && !known.invitee.userId);
    found.set(key, {
      invitee: isBetter ? invitee : known.invitee,
      part: known?.part ?? partOf(ref),
      roles,
    });
  };
  const leave = (why: LeftOut['why'], userId: string) =>
    leftOut.set(why, (leftOut.get(why) ?? new Set()).add(userId));

  for (const ref of input.people) {
    if (ref.kind === 'address') {
      add(ref, { address: ref.address });
      continue;
    }
    const lookup = lookupOf.get(ref.userId);
    const isInGroup = isFromGroup(ref);
    if (!lookup?.ok) {
      if (lookup?.error !== 'unknown') isSlackUnavailable = true;
      else if (isInGroup) leave('external', ref.userId);
      else notFound.add(ref.userId);
      continue;
    }
    const person = lookup.value;
    const { id: userId, address, name } = person;
    if (isInGroup) {
      // Only full members of a channel or group are invited; guests have to be named individually.
      const why = whyNever(person);
      if (why || !address) leave(why ?? 'no_address', userId);
      else add(ref, { address, userId, name });
    } else {
      const why = whyNotByName(person);
      if (why || !address) wrong[why ?? 'no_address'].add(person);
      else add(ref, { address, userId, name });
    }
  }

  // Somebody who was also named individually is not left out.
  const invited = new Set([...found.values()].map(({ invitee }) => invitee.userId));
  const problems: InputProblem[] = [];
  const { leftovers, lines = [], fileLeftOut = [] } = input;
  if (input.people.length + leftovers.length + lines.length + fileLeftOut.length === 0) {
    problems.push({ part: 'people', kind: 'nobody' });
  } else if (found.size === 0 && !isSlackUnavailable) {
    const group = input.people.find(isFromGroup);
    if (group) problems.push({ part: group.from, kind: 'nobody_there' });
  }
  for (const kind of ['bot', 'deactivated', 'no_address'] as const) {
    if (wrong[kind].size > 0) problems.push({ part: 'people', kind, people: [...wrong[kind]] });
  }
  if (notFound.size > 0) {
    problems.push({ part: 'people', kind: 'not_found', userIds: [...notFound] });
  }
  if (isSlackUnavailable) problems.push({ part: 'people', kind: 'slack_unavailable' });
  if (leftovers.length > 0) {
    problems.push({ part: 'addresses', kind: 'not_an_address', words: leftovers });
  }
  if (lines.length > 0) problems.push({ part: 'file', kind: 'not_understood', lines });
  if (fileLeftOut.length > 0) {
    problems.push({ part: 'file', kind: 'left_out', leftOut: fileLeftOut });
  }
  return {
    found: [...found.values()],
    repeated,
    leftOut: [...leftOut]
      .map(([why, ids]) => ({ why, userIds: [...ids].filter((id) => !invited.has(id)) }))
      .filter(({ userIds }) => userIds.length > 0),
    problems,
  };
}

function whyNotByName(person: Person): 'bot' | 'deactivated' | undefined {
  if (person.isBot) return 'bot';
  return person.isDeactivated ? 'deactivated' : undefined;
}
