import type { Connection } from './connection.ts';
import type { PiperFailure } from './failures.ts';
import type { Invitee } from './invitation.ts';
import type { Role } from './organization.ts';
import type { PersonRef } from './people-list.ts';
import type { Person } from './person.ts';
import { type NotGiven, type Reason, whyNotGiven } from './reasons.ts';

/** A source of many people at once. */
type InputSource = 'userGroups' | 'channels' | 'file';

/** Somebody to invite; `from` is absent for people who were named individually. */
export type InputPerson = PersonRef & {
  from?: InputSource;
  /** The name of a role, if it differs from the input's. */
  role?: string;
};

/** Whether somebody comes from a user group or a channel. */
export const isFromGroup = (
  person: InputPerson,
): person is InputPerson & { from: GroupCount['part'] } =>
  person.from === 'userGroups' || person.from === 'channels';

/** What somebody entered, before it is checked: the role by its id (from a menu) or by its name (typed). */
export type InviteInput = {
  people: InputPerson[];
  /** Words that are not addresses. */
  leftovers: string[];
  /** Lines of a file that name nobody. */
  lines?: FileLine[];
  /** Whom a file has, but not as people to invite. */
  fileLeftOut?: FileLeftOut[];
  role: { id: string; name: string } | { typed: string };
};

/**
 * The part of a file's line that names nobody who can be invited; lines are numbered from 1. `misplaced` is an address that stands
 * where the file has no people.
 */
export type FileLine = { number: number; text: string; why: 'no_address' | 'misplaced' };

/**
 * Somebody in a file who is not invited along with the rest, by address or else by name: the file says that they are deactivated
 * or a bot, or the address is in another column or sheet than people's own. `says` is the file's word, or the heading or name there.
 */
export type FileLeftOut = {
  line: number;
  who: string;
  why: 'deactivated' | 'bot' | 'other_column' | 'other_sheet';
  says: string;
};

/** Why the people in a channel or a user group cannot be read. */
export type UnreadableSource = 'not_granted' | 'unavailable' | 'not_found' | 'too_many';

/** Why a file cannot be used. `columns` are the names of the file's columns. */
export type UnusableFile =
  | { why: 'not_granted' | 'unavailable' | 'not_found' | 'too_large' | 'too_long' | 'empty' }
  /** No table at all, or one that only a spreadsheet can read. */
  | { why: 'not_csv' | 'workbook' }
  | { why: 'no_column'; columns: string[] };

/** A channel or a user group, and how many people are in it. */
export type GroupCount = { part: 'userGroups' | 'channels'; id: string; count: number };

/** People in a channel or a user group who are not invited along with the rest. */
export type LeftOut = {
  why: 'bot' | 'deactivated' | 'external' | 'guest' | 'no_address';
  userIds: string[];
};

type NotGivenProblem = Extract<InputProblem, { kind: 'not_given' }>;

/** That a role is not given to these people, or to nobody at all. */
export const notGivenProblem = (
  role: Role,
  connection: Pick<Connection, 'organization' | 'connectedBy'>,
  reasons: Reason[],
  {
    part = 'role',
    invitees = [],
  }: { part?: NotGivenProblem['part']; invitees?: readonly Invitee[] } = {},
): NotGivenProblem => ({
  part,
  kind: 'not_given',
  role,
  invitees: [...invitees],
  why: whyNotGiven(reasons, connection),
});

/** What is wrong with an input, and with which part of it. */
export type InputProblem =
  | { part: 'people'; kind: 'nobody' }
  /** A channel or a user group with nobody to invite. */
  | { part: 'userGroups' | 'channels'; kind: 'nobody_there' }
  | { part: 'people'; kind: 'bot' | 'deactivated' | 'no_address'; people: Person[] }
  | { part: 'people'; kind: 'not_found'; userIds: string[] }
  | { part: 'people'; kind: 'slack_unavailable' }
  | { part: 'people'; kind: 'too_many'; count: number; limit: number }
  | { part: 'addresses'; kind: 'not_an_address'; words: string[] }
  /** Addresses outside the domains that may be invited. */
  | {
      part: 'people' | 'addresses' | InputSource;
      kind: 'domain';
      addresses: string[];
      domains: string[];
    }
  | { part: 'file'; kind: 'not_understood'; lines: FileLine[] }
  | { part: 'file'; kind: 'left_out'; leftOut: FileLeftOut[] }
  /** Role names in a file that cannot be given, and how many people they were meant for. */
  | { part: 'file'; kind: 'line_roles'; names: string[]; count: number }
  /** People with more than one role in a file. */
  | { part: 'file'; kind: 'several_roles'; addresses: string[] }
  | ({ part: 'file'; kind: 'file' } & UnusableFile)
  | {
      part: 'userGroups' | 'channels';
      kind: 'source';
      id: string;
      why: UnreadableSource;
    }
  | { part: 'role'; kind: 'not_offered'; name: string }
  | { part: 'role'; kind: 'gone'; name: string }
  /** People who are not to get this role from whoever asks, named where there are others, and the reasons. */
  | { part: 'role' | 'file'; kind: 'not_given'; role: Role; invitees: Invitee[]; why: NotGiven }
  | { part: 'role'; kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  | { part: 'role' | 'file'; kind: 'unreadable'; failure: PiperFailure };

/**
 * The problems that have to be mended first: those about others don't keep several people from being invited, and what cannot be
 * mended, such as a rule, doesn't keep the only one.
 */
export function mustBeMended(problems: readonly InputProblem[], count: number): InputProblem[] {
  if (count > 1) return problems.filter(isBlocking);
  const isFate = ({ kind }: InputProblem) => ['left_out', 'not_given', 'domain'].includes(kind);
  return count === 0 ? [...problems] : problems.filter((problem) => !isFate(problem));
}

/** Whether a problem prevents sending anything. Other problems only leave out the people they are about. */
export function isBlocking({ part, kind }: InputProblem): boolean {
  return (
    (part === 'role' && kind !== 'not_given') ||
    [
      'nobody',
      'nobody_there',
      'slack_unavailable',
      'too_many',
      'file',
      'source',
      'unreadable',
    ].includes(kind)
  );
}
