import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';

/** Why a role was not changed. */
export type RoleProblem =
  /** The member list or the roles cannot be read. */
  | { kind: 'unreadable'; failure: PiperFailure }
  | { kind: 'not_member' }
  /** Their present role is none that may be given from Slack, so it may not be taken from there either. */
  | { kind: 'protected'; roleName: string | undefined }
  /** No role may be given from Slack. */
  | { kind: 'no_roles' }
  | { kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  /** The role that was chosen is not there, or may not be given any more. */
  | { kind: 'not_offered' }
  | { kind: 'same'; roleName: string }
  | { kind: 'failed'; failure: PiperFailure }
  /** Piper gave no clear answer, and does not show its member list. */
  | { kind: 'unclear' };
