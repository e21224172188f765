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

/** Members by Piper's id and by address, as far as they have been looked at. */
type Index = { byId: Map<string, Member>; byAddress: Map<string, Member[]>; count: number };

const indexes = new WeakMap<readonly Member[], Index>();

/** One for each list, since thousands are looked for in a list of thousands. A list may only grow. */
function indexOf(members: readonly Member[]): Index {
  const index = indexes.get(members) ?? { byId: new Map(), byAddress: new Map(), count: 0 };
  indexes.set(members, index);
  const { byId, byAddress } = index;
  for (const member of members.slice(index.count)) {
    if (!byId.has(member.userId)) byId.set(member.userId, member);
    if (!member.address) continue;
    const key = addressKey(member.address);
    const alike = byAddress.get(key);
    if (alike) alike.push(member);
    else byAddress.set(key, [member]);
  }
  index.count = members.length;
  return index;
}

/** The members with this address, ignoring case. */
export const membersWith = (members: readonly Member[], address: string): readonly Member[] =>
  indexOf(members).byAddress.get(addressKey(address)) ?? [];

/** The first of them. */
export const findMember = (members: readonly Member[], address: string): Member | undefined =>
  membersWith(members, address)[0];

/** The member with this id of Piper's. */
export const findMemberById = (members: readonly Member[], userId: string): Member | undefined =>
  indexOf(members).byId.get(userId);
