import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';
import type { PersonRef } from './people-list.ts';
import type { Person } from './person.ts';

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
  role: { id: string; name: string } | { typed: string };
};

/** The part of a file's line that was not understood; lines are numbered from 1. */
export type FileLine = { number: number; text: string };

/** Why the people in a channel or a user group cannot be read. */
export type UnreadableSource = 'not_granted' | 'unavailable' | 'not_found' | 'too_many';

/** Why a file cannot be used. `columns` are the names of the file's columns. */
export type UnusableFile =
  | { why: 'not_granted' | 'unavailable' | 'not_found' | 'too_large' | 'not_csv' | 'empty' }
  | { why: 'no_column'; columns: string[] };

/** A channel or a user group, and how many people are in it. */
export type GroupCount = { part: 'userGroups' | 'channels'; id: string; count: number };

/** People in a channel or a user group who are not invited along with the rest. */
export type LeftOut = {
  why: 'bot' | 'deactivated' | 'external' | 'guest' | 'no_address';
  userIds: string[];
};

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
  | { part: 'role'; kind: 'unknown' | 'ambiguous'; typed: string; roles: Role[] }
  | { part: 'role' | 'file'; kind: 'unreadable'; failure: PiperFailure };

/** The problems that have to be mended first: those about others don't keep several people from being invited. */
export const mustBeMended = (problems: readonly InputProblem[], count: number): InputProblem[] =>
  count > 1 ? problems.filter(isBlocking) : [...problems];

/** Whether a problem prevents sending anything. Other problems only leave out the people they are about. */
export function isBlocking({ part, kind }: InputProblem): boolean {
  return (
    part === 'role' ||
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
