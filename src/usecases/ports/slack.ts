import type { UnreadableSource } from '../../domain/invite-input.ts';
import type { Person, UserGroup } from '../../domain/person.ts';
import type { Result } from '../../domain/result.ts';

/** The people of the Slack workspace. */
export interface People {
  /** `unknown` when nobody has this id, `unavailable` when Slack could not say. */
  find(userId: string): Promise<Result<Person, 'unknown' | 'unavailable'>>;
  /** `find` as Slack says it now, whatever it said a moment ago. */
  findAnew(userId: string): Promise<Result<Person, 'unknown' | 'unavailable'>>;
  /** Somebody who was found a moment ago. Makes no request. */
  remembered(userId: string): Person | undefined;
  /** `find` for many, in the given order, with as few calls as possible. */
  findAll(userIds: readonly string[]): Promise<Result<Person, 'unknown' | 'unavailable'>[]>;
}

/**
 * The user groups of the Slack workspace. `not_granted` when the app was installed without the scope this needs, `unavailable`
 * when Slack could not say.
 */
export interface UserGroups {
  /** The enabled ones, by name. Cached briefly. */
  list(): Promise<Result<UserGroup[], 'not_granted' | 'unavailable'>>;
  /** Slack user IDs. Cached briefly, unless they are to be read anew. */
  members(
    userGroupId: string,
    list?: 'new',
  ): Promise<Result<string[], 'not_granted' | 'unavailable'>>;
}

/** Who sees what is posted in a channel; `isShared` with people of another company. */
type ChannelLook = { name: string; isPublic: boolean; isShared: boolean };

/** The channels of the Slack workspace. */
export interface Channels {
  /** `not_granted` where the app may not read the channel, `not_found` where it is not in it and it is private. */
  look(channel: string): Promise<Result<ChannelLook, UnreadableSource>>;
  /**
   * Slack user IDs of everybody in a channel, including bots and guests. `not_found` when the channel is private and either the
   * app or the asker is not in it.
   */
  members(channel: string, asker: string): Promise<Result<string[], UnreadableSource>>;
}

/** Files that people have uploaded. */
export interface Files {
  /** The content of a file that the asker uploaded. */
  read(
    fileId: string,
    asker: string,
  ): Promise<Result<Uint8Array, 'not_granted' | 'unavailable' | 'not_found' | 'too_large'>>;
}
