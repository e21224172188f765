import type { PiperFailure } from './failures.ts';
import type { Role } from './organization.ts';
import type { PersonRef } from './people-list.ts';
import type { Person } from './person.ts';

/** From where many people come at once: from a channel or a user group in Slack, or from a file. */
type InputSource = 'userGroups' | 'channels' | 'file';

/** Somebody to invite; `from` is absent for those who were chosen or typed one by one. */
export type InputPerson = PersonRef & {
  from?: InputSource;
  /** The name of a role, where it is another than the draft's. */
  role?: string;
};

/** What somebody asked for, as they put it: a role by its id (from a menu) or by its name (typed). */
export type InviteInput = {
  people: InputPerson[];
  /** Words among the addresses that are none. */
  leftovers: string[];
  /** Lines of a file, numbered from 1, in which there is nobody. */
  lines?: FileLine[];
  role: { id: string; name: string } | { typed: string };
};

/** A line of a file, as far as it was not understood. */
export type FileLine = { number: number; text: string };

/** Why the people of a channel or a user group cannot be told. */
export type UnreadableSource = 'not_granted' | 'unavailable' | 'not_found' | 'too_many';

/** Why a file is of no use. `columns` are the names that it has. */
export type UnusableFile =
  | { why: 'not_granted' | 'unavailable' | 'not_found' | 'too_large' | 'not_csv' | 'empty' }
  | { why: 'no_column'; columns: string[] };

/** A channel or a user group, and how many are in it. */
export type GroupCount = { part: 'userGroups' | 'channels'; id: string; count: number };

/** People of a channel or a user group whom the product does not invite with all the others in it. */
export type LeftOut = {
  why: 'bot' | 'deactivated' | 'external' | 'guest' | 'no_address';
  userIds: string[];
};

/** What is wrong with a draft, and with which part of it. */
export type InputProblem =
  | { part: 'people'; kind: 'nobody' }
  /** A channel, or a user group, in which there is nobody to invite. */
  | { part: 'userGroups' | 'channels'; kind: 'nobody_there' }
  | { part: 'people'; kind: 'bot' | 'deactivated' | 'no_address'; people: Person[] }
  | { part: 'people'; kind: 'not_found'; userIds: string[] }
  | { part: 'people'; kind: 'slack_unavailable' }
  | { part: 'people'; kind: 'too_many'; count: number; limit: number }
  | { part: 'addresses'; kind: 'not_an_address'; words: string[] }
  /** Addresses outside of the domains that may be invited. */
  | {
      part: 'people' | 'addresses' | InputSource;
      kind: 'domain';
      addresses: string[];
      domains: string[];
    }
  | { part: 'file'; kind: 'not_understood'; lines: FileLine[] }
  /** Names of roles in a file that cannot be given, and how many people have them. */
  | { part: 'file'; kind: 'line_roles'; names: string[]; count: number }
  /** People to whom a file gives different roles. */
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

/** Whether nothing can be sent while a problem is there; of the others the rest can be sent. */
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
