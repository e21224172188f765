import { optionalScopes, scopes } from '../../src/ids.ts';
import { type TestSlack, team, users } from './slack.ts';

/** A full member of the workspace; the number tells them apart. */
export const crowdMember = (number: number) => ({
  id: `U0CROWD${number}`,
  name: `crowd${number}`,
  team_id: team,
  profile: { display_name: `crowd${number}`, email: `crowd${number}@acme.example` },
});

/**
 * Lets the app read user groups, channels and files: `S0LEADS` and `C0TEAM` have these people in them, and each file is what
 * `files` says, by its id.
 */
export function withCrowd(
  slack: TestSlack,
  crowd: {
    members: readonly { id: string }[];
    files?: Record<string, string | Buffer>;
    /** Who has uploaded the files. */
    owner?: string;
  },
): void {
  const { members, files = {}, owner = users.alice.id } = crowd;
  slack.files = files;
  slack.grants.scopes = [...scopes, ...optionalScopes];
  slack.on('usergroups.list', () => ({
    ok: true,
    usergroups: [
      { id: 'S0LEADS', name: 'Leads' },
      { id: 'S0OPS', name: 'Operations' },
    ],
  }));
  slack.on('usergroups.users.list', ({ usergroup }) =>
    usergroup === 'S0LEADS'
      ? { ok: true, users: members.map(({ id }) => id) }
      : { ok: false, error: 'no_such_subteam' },
  );
  slack.on('conversations.info', () => ({ ok: true, channel: { is_private: false } }));
  slack.on('conversations.members', ({ channel }) =>
    channel === 'C0TEAM'
      ? { ok: true, members: members.map(({ id }) => id) }
      : { ok: false, error: 'channel_not_found' },
  );
  slack.on('users.list', () => ({ ok: true, members: [...Object.values(users), ...members] }));
  slack.on('files.info', ({ file = '' }) => ({
    ok: true,
    file: {
      user: owner,
      size: files[file]?.length ?? 0,
      url_private: `https://files.slack.com/files-pri/${file}`,
    },
  }));
}
