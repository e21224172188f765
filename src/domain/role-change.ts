import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';

/** Why a role was not changed. */
export type RoleProblem =
  /** The member list or the roles could not be read. */
  | { kind: 'unreadable'; failure: PiperFailure }
  | { kind: 'not_member' }
  /** Their present role may not be given from Slack, so it may not be taken away from there either. */
  | { kind: 'protected'; roleName: string | undefined }
  /** No role may be given from Slack. */
  | { kind: 'no_roles' }
  | { kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  /** The chosen role is gone, or may no longer be given. */
  | { kind: 'not_offered' }
  | { kind: 'same'; roleName: string }
  | { kind: 'failed'; failure: PiperFailure }
  /** Piper gave no clear answer, and its member list could not be read to find out. */
  | { kind: 'unclear' };
