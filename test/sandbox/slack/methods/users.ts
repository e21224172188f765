import { asList, asText, type Fields, isFields } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/users.info */
const info: Method = async (world, args) => {
  if (!world.workspace.person(asText(args.user))) return refuse('user_not_found');
  const answer = await world.emulate.call('users.info', args);
  return answer.ok ? { ok: true, user: whole(world, answer.user) } : answer;
};

/** https://docs.slack.dev/reference/methods/users.list */
const list: Method = async (world, args) => {
  const answer = await world.emulate.call('users.list', args);
  if (!answer.ok) return answer;
  return {
    ...answer,
    members: asList(answer.members).map((user) => whole(world, user)),
    cache_ts: Math.floor(Date.now() / 1000),
  };
};

/**
 * Slack ignores case and does not find the deactivated; emulate does the opposite.
 * https://docs.slack.dev/reference/methods/users.lookupByEmail
 */
const lookupByEmail: Method = async (world, args) => {
  const email = asText(args.email).toLowerCase();
  const answer = await world.emulate.call('users.lookupByEmail', { email });
  if (!answer.ok) return answer;
  const user = answer.user;
  const person = world.workspace.person(isFields(user) ? asText(user.id) : '');
  if (!person?.email || person.deleted) return refuse('users_not_found');
  return { ok: true, user: whole(world, user) };
};

/** emulate's user with what it cannot be told about people. https://docs.slack.dev/reference/objects/user-object */
function whole(world: World, user: unknown): unknown {
  const person = isFields(user) ? world.workspace.person(asText(user.id)) : undefined;
  if (!isFields(user) || !person) return user;
  const { email, ...profile } = isFields(user.profile) ? user.profile : ({} as Fields);
  const seesEmail = world.scopes.includes('users:read.email') && person.email !== undefined;
  const rest = {
    id: person.id,
    team_id: user.team_id,
    name: person.name,
    deleted: person.deleted ?? false,
    profile: {
      ...profile,
      display_name: person.name,
      display_name_normalized: person.name,
      team: user.team_id,
      ...(seesEmail ? { email } : {}),
    },
    is_bot: person.isBot ?? false,
    is_app_user: false,
    updated: 1_700_000_000,
  };
  // Of the deactivated Slack tells nothing more.
  if (person.deleted) return rest;
  return {
    ...rest,
    real_name: person.realName,
    is_admin: person.isAdmin ?? false,
    is_owner: person.isOwner ?? false,
    is_primary_owner: person.isOwner ?? false,
    is_restricted: person.isGuest ?? false,
    is_ultra_restricted: false,
    is_email_confirmed: person.email !== undefined,
    tz: 'Europe/Amsterdam',
    tz_label: 'Central European Time',
    tz_offset: 3600,
  };
}

export const userMethods = {
  'users.info': info,
  'users.list': list,
  'users.lookupByEmail': lookupByEmail,
};
