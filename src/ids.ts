/** Names by which Slack and the product recognise each other's parts; `manifest.yml` repeats the commands, scopes and events. */

export const commands = { invite: '/piper-invite' } as const;

export const views = {
  invite: 'invite',
  preview: 'invite_preview',
  connect: 'connect',
  organization: 'connect_organization',
  settings: 'settings',
  disconnect: 'disconnect',
  role: 'role',
} as const;

/** Buttons. */
export const actions = {
  connect: 'open_connect',
  settings: 'open_settings',
  disconnect: 'open_disconnect',
  cancel: 'cancel_order',
  retry: 'retry_order',
  changeRole: 'change_role',
  listNewer: 'list_newer',
  listOlder: 'list_older',
} as const;

/** Blocks of the modals in which a workspace is connected; each holds one input, whose action has the same name. */
export const connectFields = { token: 'token', organization: 'organization' } as const;

export const settingsFields = {
  who: 'who',
  users: 'users',
  userGroups: 'user_groups',
  roles: 'roles',
  defaultRole: 'default_role',
  channel: 'settings_channel',
  domains: 'domains',
  enterprise: 'enterprise',
  announce: 'announce',
  remind: 'remind',
} as const;

/** The block of the modal that changes a role; its action has the same name. */
export const roleFields = { newRole: 'new_role' } as const;

/** Blocks of the invite modal; each holds one input, whose action has the same name. */
export const fields = {
  people: 'people',
  addresses: 'addresses',
  userGroups: 'invite_groups',
  channels: 'invite_channels',
  file: 'file',
  role: 'role',
  channel: 'channel',
  note: 'note',
} as const;

/**
 * The bot scopes without which the product cannot work, and why:
 * `commands` to be asked, `chat:write` to answer, `chat:write.public` to confirm in public channels that it has not joined,
 * `users:read` to tell admins from guests and people from bots, `users:read.email` to invite people by their profile.
 */
export const scopes = [
  'chat:write',
  'chat:write.public',
  'commands',
  'users:read',
  'users:read.email',
] as const;

/**
 * What an installation may lack, and what it then cannot do. `usergroups:read` also lets user groups invite; a channel's people
 * are in `channels:read` where it is public and in `groups:read` where it is private; `results` are files that say how the
 * invites of many people went.
 */
export const optionalFeatureScopes = {
  userGroups: ['usergroups:read'],
  channels: ['channels:read', 'groups:read'],
  file: ['files:read'],
  results: ['files:write'],
} as const;

/** What the product can do with an optional scope. */
export type OptionalFeature = keyof typeof optionalFeatureScopes;

/** From where the form takes many people at once. */
export type Source = Exclude<OptionalFeature, 'results'>;
export const isSource = (extra: OptionalFeature): extra is Source => extra !== 'results';

/** The extras that so many scopes open. */
export const optionalFeaturesOf = (granted: readonly string[]): OptionalFeature[] =>
  (Object.keys(optionalFeatureScopes) as OptionalFeature[]).filter((extra) =>
    optionalFeatureScopes[extra].every((scope) => granted.includes(scope)),
  );

export const optionalScopes = Object.values(optionalFeatureScopes).flat();

/** Events by which Slack tells that the app was taken out: there is no token any more. */
export const uninstallEvents = ['app_uninstalled', 'tokens_revoked'] as const;
