import { addressKey } from './address.ts';
import type { InviteStatus } from './invite-status.ts';

/** An organization in Piper. */
export type Organization = { id: string; name: string };

/** An organization as its platform token sees it. */
export type OrganizationDetails = Organization & {
  /** Piper's user id of the owner, who may do everything whatever their role says; absent if Piper doesn't tell. */
  ownerUserId?: string | undefined;
  /** What the token itself may do there, in the shape of a role. */
  tokenRole: Role;
};

/** A role in an organization. */
export type Role = {
  id: string;
  name: string;
  description?: string | undefined;
  /** Such as `members:invite`; absent or empty if Piper doesn't tell. */
  permissions?: readonly string[] | undefined;
  /** Whether Piper comes with it, if that is known. */
  isSystem?: boolean | undefined;
};

/** What Piper told of an organization, whoever belongs to it. */
export type KnownOrganization = { details: OrganizationDetails; roles: Role[] };

/** A membership, according to Piper. */
export type Member = {
  /** Piper's id of the person. */
  userId: string;
  /** Absent if Piper's answer has no user. */
  address?: string | undefined;
  roleId: string;
  /** Absent if the role is not in Piper's list of roles. */
  roleName?: string | undefined;
  status: InviteStatus;
  /** When the membership began, epoch milliseconds, if Piper says. */
  since?: number | undefined;
};

/** Finds members of one list by Piper's id or by address, ignoring case: each at once, however long the list is. */
export function memberFinder(members: readonly Member[]) {
  const byId = new Map<string, Member>();
  const byAddress = new Map<string, Member>();
  for (const member of members.toReversed()) {
    byId.set(member.userId, member);
    if (member.address) byAddress.set(addressKey(member.address), member);
  }
  return {
    withId: (userId: string): Member | undefined => byId.get(userId),
    withAddress: (address: string): Member | undefined => byAddress.get(addressKey(address)),
  };
}

/** The member with this address, ignoring case. */
export function findMember(members: readonly Member[], address: string): Member | undefined {
  const key = addressKey(address);
  return members.find((member) => member.address && addressKey(member.address) === key);
}
