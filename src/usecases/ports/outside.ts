import type { PiperFailure } from '../../domain/failures.ts';
import type { UnreadableSource } from '../../domain/invite-input.ts';
import type { Member, Organization, Role } from '../../domain/organization.ts';
import type { Person, UserGroup } from '../../domain/person.ts';
import type { Result } from '../../domain/result.ts';
import type { TokenOrganization } from '../../domain/token-permissions.ts';

/** One organization in Piper, seen through one platform token. */
export interface PiperOrganization {
  /** Its name and id. Fails with `not_found` when the token cannot see it. Remembered like its roles. */
  details(): Promise<Result<Organization, PiperFailure>>;
  /** Its roles, in Piper's order. Remembered for a while, and for as long as Piper does not answer. */
  roles(): Promise<Result<Role[], PiperFailure>>;
  /** Name and roles, where both are remembered: asks nobody. */
  remembered(): { organization: Organization; roles: Role[] } | undefined;
  /** Its members, remembered for a short while; `readAt` (epoch milliseconds) says from when the list is. */
  members(): Promise<Result<MemberList, PiperFailure>>;
  /** Its members as they are now: the reading starts after the call. */
  membersNow(): Promise<Result<MemberList, PiperFailure>>;
  /** False while Piper is not asked, since it did not answer lately. */
  isAnswering(): boolean;
  /** Adds a member, once. */
  addMember(address: string, roleId: string): Promise<Result<Member, PiperFailure>>;
  /** Gives a member another role, and tells who they are then; `userId` is Piper's. */
  changeRole(userId: string, roleId: string): Promise<Result<Member, PiperFailure>>;
}

export type MemberList = { members: Member[]; readAt: number };

/** The people of the Slack workspace. */
export interface People {
  /** `unknown` when there is nobody with this id, `unavailable` when Slack could not tell. */
  find(userId: string): Promise<Result<Person, 'unknown' | 'unavailable'>>;
  /** Somebody who was found a moment ago: asks nobody. */
  remembered(userId: string): Person | undefined;
  /** The same as `find` for many, in their order, with as few calls as it takes. */
  findAll(userIds: readonly string[]): Promise<Result<Person, 'unknown' | 'unavailable'>[]>;
}

/**
 * The user groups of the Slack workspace. `not_granted` when the app was installed without the scope that it takes,
 * `unavailable` when Slack could not tell.
 */
export interface UserGroups {
  /** Those in use, by name. Believed for a short while. */
  list(): Promise<Result<UserGroup[], 'not_granted' | 'unavailable'>>;
  /** Slack user IDs. Believed for a short while. */
  members(userGroupId: string): Promise<Result<string[], 'not_granted' | 'unavailable'>>;
}

/** The channels of the Slack workspace. */
export interface Channels {
  /**
   * Slack user IDs of everybody in a channel, bots and guests among them. `not_found` where the app, or the person who asks, is
   * not in a private channel.
   */
  members(channel: string, asker: string): Promise<Result<string[], UnreadableSource>>;
}

/** Files that people have uploaded. */
export interface Files {
  /** What is in a file of the person who asks. */
  read(
    fileId: string,
    asker: string,
  ): Promise<Result<Uint8Array, 'not_granted' | 'unavailable' | 'not_found' | 'too_large'>>;
}

/** Platform tokens that belong to no connection yet. */
export interface PiperTokens {
  /** The organizations that a token sees, and what it may do there. */
  inspect(token: string): Promise<Result<TokenOrganization[], PiperFailure>>;
  /** When a token expires, epoch milliseconds. Undefined where it does not expire, or where Piper does not tell. */
  expiry(token: string, organizationId: string): Promise<number | undefined>;
  /** One of its organizations. */
  open(token: string, organizationId: string): PiperOrganization;
}
