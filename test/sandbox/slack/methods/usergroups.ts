import { asText } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/usergroups.list */
const list: Method = async ({ workspace }) => ({
  ok: true,
  usergroups: workspace.userGroups.map(({ id, handle, name, members }) => ({
    id,
    team_id: workspace.team.id,
    is_usergroup: true,
    name,
    handle,
    date_delete: 0,
    user_count: members.length,
  })),
});

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
const listUsers: Method = async ({ workspace }, args) => {
  const group = workspace.userGroups.find(({ id }) => id === asText(args.usergroup));
  return group ? { ok: true, users: group.members } : refuse('no_such_subteam');
};

export const userGroupMethods = { 'usergroups.list': list, 'usergroups.users.list': listUsers };
