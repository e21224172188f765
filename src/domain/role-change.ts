import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';
import type { Unmatched } from './piper-person.ts';

/** Why a role was not changed. */
export type RoleProblem =
  /** The member list or the roles could not be read. */
  | { kind: 'unreadable'; failure: PiperFailure }
  | { kind: 'not_member' }
  /** It would be their own role, or the owner's. */
  | { kind: 'self' | 'owner' }
  /** This role can do more than the own one of whoever wants the change, or can't be compared with it. */
  | { kind: 'above'; role: Role; own: string }
  | { kind: 'not_comparable'; role: Role }
  /** Whoever wants the change is nobody in Piper, as far as that can be told. */
  | { kind: 'unmatched'; why: Unmatched }
  /** Their present role may not be given from Slack, so it may not be taken away from there either. */
  | { kind: 'protected'; roleName: string | undefined }
  /** No role may be given from Slack. */
  | { kind: 'no_roles' }
  | { kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  /** The chosen role is gone, or may no longer be given. */
  | { kind: 'not_offered' }
  | { kind: 'same'; roleName: string }
  /** It is no longer the one that was shown when the change was confirmed. */
  | { kind: 'changed_meanwhile'; roleName: string | undefined }
  | { kind: 'failed'; failure: PiperFailure }
  /** Piper gave no clear answer, and its member list could not be read to find out. */
  | { kind: 'unclear' };
