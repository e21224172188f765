import type {
  FileLeftOut,
  FileLine,
  GroupCount,
  InputPerson,
  InputProblem,
} from '../domain/invite-input.ts';
import type { PeopleFile } from '../domain/people-file.ts';
import { parsePeople } from '../domain/people-list.ts';
import { parsePeopleFile } from './parse-people-file.ts';
import type { Channels, Files, UserGroups } from './ports/slack.ts';

/** The part of the invite form that says whom to invite. */
export type Selection = {
  userIds: string[];
  /** Addresses, as typed or pasted. */
  text: string;
  userGroupIds: string[];
  channels: string[];
  fileId?: string | undefined;
};

/** Everybody whom a selection names, and which parts of it could not be read. */
export type Gathered = {
  people: InputPerson[];
  leftovers: string[];
  lines: FileLine[];
  fileLeftOut: FileLeftOut[];
  groups: GroupCount[];
  /** How many duplicates the text has. */
  repeated: number;
  problems: InputProblem[];
};

/** Reads all parts of a selection concurrently. `asker` is the Slack user ID of whoever made it. */
export async function gatherPeople(
  from: { userGroups: UserGroups; channels: Pick<Channels, 'members'>; files: Files },
  asker: string,
  { userIds, text, userGroupIds, channels, fileId }: Selection,
): Promise<Gathered> {
  const typed = parsePeople(text);
  const [groups, file] = await Promise.all([
    Promise.all([
      ...userGroupIds.map(async (id) => ({
        part: 'userGroups' as const,
        id,
        members: await from.userGroups.members(id),
      })),
      ...channels.map(async (id) => ({
        part: 'channels' as const,
        id,
        members: await from.channels.members(id, asker),
      })),
    ]),
    fileId === undefined ? undefined : readFile(from.files, fileId, asker),
  ]);

  const gathered: Gathered = {
    people: [...userIds.map(mention), ...typed.people, ...(file?.people ?? [])],
    leftovers: typed.leftovers,
    lines: file?.lines ?? [],
    fileLeftOut: file?.leftOut ?? [],
    groups: [],
    repeated: typed.repeated,
    problems: file?.problems ?? [],
  };
  for (const { part, id, members } of groups) {
    if (members.ok) {
      if (members.value.length === 0) gathered.problems.push({ part, kind: 'nobody_there' });
      gathered.groups.push({ part, id, count: members.value.length });
      const people = members.value.map((userId) => ({ ...mention(userId), from: part }));
      gathered.people.push(...people);
    } else {
      gathered.problems.push({ part, kind: 'source', id, why: members.error });
    }
  }
  return gathered;
}

const mention = (userId: string) => ({ kind: 'mention', userId }) as const;

async function readFile(
  files: Files,
  fileId: string,
  asker: string,
): Promise<PeopleFile & Pick<Gathered, 'problems'>> {
  const bytes = await files.read(fileId, asker);
  const read = bytes.ok
    ? await parsePeopleFile(bytes.value)
    : ({ ok: false, error: { why: bytes.error } } as const);
  return read.ok
    ? { ...read.value, problems: [] }
    : {
        people: [],
        lines: [],
        leftOut: [],
        problems: [{ part: 'file', kind: 'file', ...read.error }],
      };
}
