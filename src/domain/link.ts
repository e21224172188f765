import { ceilingFor, type Own } from './ceiling.ts';
import type { PiperFailure } from './failures.ts';
import { type Member, membersWith, type OrganizationDetails, type Role } from './organization.ts';
import type { NeverReason } from './person.ts';
import type { PiperPerson, Unmatched } from './piper-person.ts';
import { err, ok, type Result } from './result.ts';

/** That somebody in Slack is a certain member of the organization, whatever their addresses. */
export type Link = {
  /** Slack user ID. */
  userId: string;
  /** Piper's user id. */
  memberId: string;
  /** The member's address when the link was made. */
  address: string;
  /** Slack user ID of whoever made it. */
  by: string;
  /** Epoch milliseconds. */
  at: number;
};

/** Who somebody is in Piper, and by which link, if there is one; `unreadable` when it can't be trusted. */
export type ShownLink = { found: PiperPerson; link: Link | 'unreadable' | undefined };

/** Why somebody can't be linked to the member with an address. */
export type LinkProblem =
  /** Nobody links themselves. */
  | { kind: 'self' }
  /** Who is to be linked has no part in inviting, or Slack can't say who they are. */
  | { kind: 'no_person'; why: NeverReason | 'unknown' | 'unavailable' }
  | { kind: 'unread'; failure: PiperFailure }
  /** Who links them can't be told to be a member. */
  | { kind: 'unmatched'; why: Unmatched }
  | { kind: 'no_member' | 'several' | 'not_joined' }
  /** The member owns the organization, or Piper doesn't tell who does. */
  | { kind: 'owner' | 'owner_unknown' }
  /** The member's role is more than whoever links them may give, or can't be compared. */
  | { kind: 'above' | 'not_comparable'; roleName: string }
  /** There is a link already: just this one, or the person's to another member, or another person's to this member. */
  | { kind: 'taken'; link: Link; isSame: boolean }
  /** Somebody ended the connection, or another link, meanwhile. */
  | { kind: 'changed' };

/**
 * The member with an address to whom somebody whose own role in Piper is `own` may link others: nobody whose role is above their
 * own, and the owner only if they are the owner.
 */
export function findLinkable(
  address: string,
  own: Own,
  {
    details,
    roles,
    members,
  }: {
    details: Pick<OrganizationDetails, 'ownerUserId'>;
    roles: readonly Role[];
    members: readonly Member[];
  },
): Result<Member, LinkProblem> {
  const alike = membersWith(members, address);
  const [member] = alike;
  if (!member) return err({ kind: 'no_member' });
  if (alike.length > 1) return err({ kind: 'several' });
  if (member.status.kind !== 'joined') return err({ kind: 'not_joined' });
  if (own === 'owner') return ok(member);
  if (details.ownerUserId === undefined) return err({ kind: 'owner_unknown' });
  if (member.userId === details.ownerUserId) return err({ kind: 'owner' });
  const { roleId, roleName = '' } = member;
  const role = roles.find(({ id }) => id === roleId) ?? { id: roleId, name: roleName };
  switch (ceilingFor(role, own)) {
    case 'within':
      return ok(member);
    case 'above':
      return err({ kind: 'above', roleName: role.name });
    case 'unknown':
      return err({ kind: 'not_comparable', roleName: role.name });
  }
}
