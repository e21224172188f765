import { findMemberById, type Member, membersWith } from './organization.ts';
import { type Person, whyNever } from './person.ts';

/** Which of Piper's user ids stands for a person of Slack, by their Slack user ID; confirmed by somebody who may connect. */
export type Links = ReadonlyMap<string, string>;

/** Why a person of Slack can't be told to be a member of the organization. */
export type Unmatched =
  | 'none'
  | 'several'
  | 'not_joined'
  /** Slack doesn't say that the address in the profile is theirs. */
  | 'unconfirmed'
  | 'no_address'
  /** The member that they were linked to is gone. */
  | 'link_stale';

export type PiperPerson = { kind: 'one'; member: Member } | { kind: Unmatched };

/**
 * Who somebody in Slack is in Piper. A link decides, if there is one; else the confirmed address of their profile, if exactly one
 * member has it. Bots, guests, deactivated and external people are nobody there.
 */
export function matchPiperPerson(
  person: Person,
  members: readonly Member[],
  links: Links,
): PiperPerson {
  if (whyNever(person)) return { kind: 'none' };
  const linked = links.get(person.id);
  if (linked !== undefined) {
    const member = findMemberById(members, linked);
    return member ? joined(member) : { kind: 'link_stale' };
  }
  const { address, isAddressConfirmed = false } = person;
  if (address === undefined) return { kind: 'no_address' };
  if (!isAddressConfirmed) return { kind: 'unconfirmed' };
  const alike = membersWith(members, address);
  const [member] = alike;
  if (!member) return { kind: 'none' };
  return alike.length > 1 ? { kind: 'several' } : joined(member);
}

const joined = (member: Member): PiperPerson =>
  member.status.kind === 'joined' ? { kind: 'one', member } : { kind: 'not_joined' };
