import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';
import type { Named } from './people-list.ts';
import type { Person } from './person.ts';

/** What somebody asked for, as they put it: a role by its id (from a menu) or by its name (typed). */
export type InvitationDraft = {
  people: Named[];
  /** Words among the addresses that are none. */
  leftovers: string[];
  role: { id: string; name: string } | { typed: string };
};

/** What is wrong with a draft, and with which part of it. */
export type DraftProblem =
  | { part: 'people'; kind: 'nobody' }
  | { part: 'people'; kind: 'bot' | 'deactivated' | 'no_address'; people: Person[] }
  | { part: 'people'; kind: 'not_found'; userIds: string[] }
  | { part: 'people'; kind: 'slack_unavailable' }
  | { part: 'people'; kind: 'too_many'; count: number; limit: number }
  | { part: 'addresses'; kind: 'not_an_address'; words: string[] }
  /** Addresses outside of the domains that may be invited. */
  | { part: 'people' | 'addresses'; kind: 'domain'; addresses: string[]; domains: string[] }
  | { part: 'role'; kind: 'not_offered'; name: string }
  | { part: 'role'; kind: 'gone'; name: string }
  | { part: 'role'; kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  | { part: 'role'; kind: 'unreadable'; failure: PiperFailure };
