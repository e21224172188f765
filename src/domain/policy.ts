import type { Person } from './person.ts';

/** Why somebody may not invite. */
export type Refusal =
  | 'bot'
  | 'deactivated'
  | 'external'
  | 'guest'
  | 'not_chosen'
  /** Nobody could tell who it is. */
  | 'unidentified';

/** A yes, or a no with its reason: the reason is what the person reads. */
export type Decision = { allowed: true } | { allowed: false; reason: Refusal };

/**
 * Decides who may invite: admins and owners of the workspace and the people that were chosen (`inviters`, Slack user
 * IDs). Bots, deactivated people, people of other workspaces and guests never may, even when they were chosen.
 */
export function mayInvite(person: Person, inviters: ReadonlySet<string>): Decision {
  if (person.isBot) return { allowed: false, reason: 'bot' };
  if (person.isDeactivated) return { allowed: false, reason: 'deactivated' };
  if (person.isExternal) return { allowed: false, reason: 'external' };
  if (person.isGuest) return { allowed: false, reason: 'guest' };
  if (person.isAdmin || inviters.has(person.id)) return { allowed: true };
  return { allowed: false, reason: 'not_chosen' };
}
