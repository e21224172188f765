import type { PiperFailure } from '../../domain/failures.ts';
import type { Member, OrganizationDetails, Role } from '../../domain/organization.ts';
import type { Result } from '../../domain/result.ts';
import type { TokenOrganization } from '../../domain/token-permissions.ts';

/** One organization in Piper, seen through one platform token. */
export interface PiperOrganization {
  /** What its token sees of it. Fails with `not_found` when the token cannot see it. Cached like its roles. */
  details(): Promise<Result<OrganizationDetails, PiperFailure>>;
  /** Its roles, in Piper's order. Cached for a while, and for as long as Piper does not answer. */
  roles(): Promise<Result<Role[], PiperFailure>>;
  /**
   * Its owner, its token's and its roles' permissions: who may do what, no older than a cached member list. Fails where Piper
   * doesn't answer, whatever is cached.
   */
  rights(): Promise<Result<{ details: OrganizationDetails; roles: Role[] }, PiperFailure>>;
  /** What its token sees of it, its roles, and its members, as far as they are cached, too. Makes no request. */
  remembered():
    | { organization: OrganizationDetails; roles: Role[]; members?: Member[] }
    | undefined;
  /** Its members, cached briefly; `readAt` (epoch milliseconds) is when the list was requested. */
  members(): Promise<Result<MemberList, PiperFailure>>;
  /** Its members as they are now: the request starts after the call. */
  membersNow(): Promise<Result<MemberList, PiperFailure>>;
  /** False while requests are held back because Piper has not been answering. */
  isAnswering(): boolean;
  /** Adds a member. Sends at most one request. */
  addMember(address: string, roleId: string): Promise<Result<Member, PiperFailure>>;
  /** Changes a member's role and returns the member as Piper now has them; `userId` is Piper's. */
  changeRole(userId: string, roleId: string): Promise<Result<Member, PiperFailure>>;
}

export type MemberList = { members: Member[]; readAt: number };

/** Platform tokens that do not belong to a connection yet. */
export interface PiperTokens {
  /** The organizations that a token can see, and what it lacks in each. */
  inspect(token: string): Promise<Result<TokenOrganization[], PiperFailure>>;
  /** When a token expires, epoch milliseconds. Undefined if Piper does not say. */
  expiry(token: string, organizationId: string): Promise<number | 'never' | undefined>;
  /** One of the token's organizations. */
  open(token: string, organizationId: string): PiperOrganization;
}
