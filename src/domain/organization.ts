import type { InviteStatus } from './invite-status.ts';

/** An organization in Piper. */
export type Organization = { id: string; name: string };

/** A role of an organization. */
export type Role = { id: string; name: string; description?: string };

/** A membership as Piper told it. */
export type Member = {
  userId: string;
  /** Absent where Piper's answer carried no user. */
  address?: string;
  /** Absent where Piper named a role that is not in its own list. */
  roleName?: string;
  status: InviteStatus;
  /** Since when the membership is there, epoch milliseconds, where Piper tells. */
  since?: number;
};

/** Piper's rule for comparing addresses: without case. */
export const addressKey = (address: string): string => address.trim().toLowerCase();

/** The member with this address, compared by Piper's rule. */
export function findMember(members: readonly Member[], address: string): Member | undefined {
  const key = addressKey(address);
  return members.find((member) => member.address && addressKey(member.address) === key);
}
