import type { PiperFailure } from './failures.ts';
import type { Invitee } from './invitation.ts';
import type { InputProblem } from './invite-input.ts';
import type { Member, Role } from './organization.ts';
import type { PersonRef } from './people-list.ts';
import type { Result } from './result.ts';
import type { Decision, Facts } from './rules.ts';

/** What would become of an invite. */
export type Verdict =
  | Decision
  /** Piper doesn't tell what whoever invites may do there, so that it would be decided once Piper does. */
  | { kind: 'undecided' }
  /** It wouldn't get as far as a decision. */
  | { kind: 'refused'; problems: InputProblem[] };

/** Somebody whose invite is checked. */
export type CheckedPerson = {
  person: PersonRef;
  /** Whether they are a member; absent where their address isn't known, or whoever asks is not to know. */
  membership?: { invitee: Invitee; found: Result<Member | undefined, PiperFailure> };
  /** One for each role that was asked for. */
  byRole: { role: Role; verdict: Verdict }[];
};

/** How many of somebody's invites count against a quota, and how many it allows. */
export type QuotaUse = { used: number; limit: number };

/** What would become of somebody's invites. */
export type InviteCheck = {
  people: CheckedPerson[];
  /** What whoever would send them may do in Piper, or why Piper didn't tell; and whether that is what the token may. */
  own: Facts['own'] | { kind: 'unread'; failure: PiperFailure };
  holdsToken: boolean;
  quota?: QuotaUse | undefined;
};

/** What an invite comes to in the end. */
export type Upshot = Exclude<Verdict['kind'], 'refused'> | 'member';

/** What one comes to, whether or not it is for a member. */
export const upshotOf = ({ kind }: Verdict): Exclude<Upshot, 'member'> =>
  kind === 'refused' ? 'deny' : kind;

export const isMember = ({ membership }: Pick<CheckedPerson, 'membership'>): boolean =>
  membership?.found.ok === true && membership.found.value !== undefined;

/** Nothing is sent to whoever is a member already. */
export function upshotFor(checked: Pick<CheckedPerson, 'membership'>, verdict: Verdict): Upshot {
  const upshot = upshotOf(verdict);
  return isMember(checked) && upshot !== 'deny' ? 'member' : upshot;
}
