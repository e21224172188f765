/**
 * Identifiers that Slack and the product exchange. `manifest.yml` repeats the commands, shortcuts, scopes and events. Messages that were
 * posted keep their action ids, so those must not change.
 */

export const commands = { invite: '/piper-invite' } as const;

/** What people start from anywhere, and from a message. */
export const shortcuts = { invite: 'invite', inviteFromMessage: 'invite_from_message' } as const;

export const views = {
  invite: 'invite',
  preview: 'invite_preview',
  connect: 'connect',
  organization: 'connect_organization',
  settings: 'settings',
  rule: 'rule',
  disconnect: 'disconnect',
  role: 'role',
  roleConfirm: 'role_confirm',
  asking: 'asking',
  denyRequest: 'deny_request',
  changeRequest: 'change_request',
  history: 'history',
} as const;

/** Action ids of buttons and menus. */
export const actions = {
  connect: 'open_connect',
  askRenewal: 'ask_renewal',
  settings: 'open_settings',
  disconnect: 'open_disconnect',
  rules: 'open_rules',
  addRule: 'add_rule',
  editRule: 'edit_rule',
  removeRule: 'remove_rule',
  cancel: 'cancel_batch',
  retry: 'retry_batch',
  changeRole: 'change_role',
  seeInvited: 'see_invited',
  invitedEarlier: 'invited_earlier',
  invitedLater: 'invited_later',
  personMore: 'person_more',
  listNewer: 'list_newer',
  listOlder: 'list_older',
  /** Followed by a number: a message has one for each command that it suggests. */
  suggestion: 'suggestion_',
  moreSources: 'more_sources',
  previewAll: 'preview_all',
  previewEarlier: 'preview_earlier',
  previewLater: 'preview_later',
  asking: 'open_asking',
  approveRequest: 'approve_request',
  changeRequest: 'change_request',
  denyRequest: 'deny_request',
  seeRequest: 'see_request',
  cancelRequest: 'cancel_request',
  askAgain: 'ask_again',
  homeInvite: 'home_invite',
  homeRules: 'home_rules',
  homeNewer: 'home_newer',
  homeOlder: 'home_older',
  homeRequests: 'home_requests',
  exportRecord: 'export_record',
  homeHistory: 'home_history',
  historyNewer: 'history_newer',
  historyOlder: 'history_older',
  exportHistory: 'export_history',
} as const;

/** The value of `ask_renewal` where the token is not known to be why an invite failed. */
export const askedInDoubt = 'in_doubt';

/** Inputs of the modals that connect a workspace. In all modals but the settings, the block and its action share an id. */
export const connectFields = { token: 'token', organization: 'organization' } as const;

/** Inputs of the settings modal. */
export const settingsFields = {
  who: 'who',
  users: 'users',
  userGroups: 'user_groups',
  roles: 'roles',
  beyond: 'beyond_own_role',
  risk: 'risk',
  defaultRole: 'default_role',
  domains: 'domains',
  quota: 'quota',
  roleChangers: 'role_changers',
  roleChangerGroups: 'role_changer_groups',
  channel: 'settings_channel',
  enterprise: 'enterprise',
  announce: 'announce',
  remind: 'remind',
} as const;

/**
 * The block of one of them. Slack keeps what somebody put into a block while the view changes, so a form that shows other settings
 * needs other blocks: https://docs.slack.dev/surfaces/modals
 */
export const settingsBlock = (field: string, version: string): string => `${field}.${version}`;

/** Inputs of the modal with one rule. Those that the settings modal has, too, have the same names. */
export const ruleFields = {
  name: 'rule_name',
  who: settingsFields.who,
  users: settingsFields.users,
  userGroups: settingsFields.userGroups,
  roles: settingsFields.roles,
  domains: settingsFields.domains,
  fate: 'fate',
  beyond: settingsFields.beyond,
  risk: settingsFields.risk,
} as const;

/** The input of the modal that changes a role. */
export const roleFields = { newRole: 'new_role' } as const;

/** Inputs of the modal that says who may ask, and who decides. */
export const askingFields = {
  isOn: 'asking_on',
  users: 'approvers',
  userGroups: 'approver_groups',
  channel: 'approvers_channel',
  quiet: 'quiet_approvers',
  twoApprovals: 'two_approvals',
  beyond: 'approve_beyond_own_role',
  expire: 'expire_after',
  self: 'self_approval',
} as const;

/** Inputs of the modals about requests for approval; `reason` is in the preview, and in the form of whoever has to ask. */
export const requestFields = {
  reason: 'reason',
  words: 'words',
  role: 'request_role',
  leaveOut: 'leave_out',
} as const;

/** Inputs of the modal that searches in the past. */
export const historyFields = {
  address: 'history_address',
  inviter: 'history_inviter',
  role: 'history_role',
  state: 'history_state',
  from: 'history_from',
  to: 'history_to',
} as const;

/** Inputs of the invite modal. */
export const fields = {
  people: 'people',
  addresses: 'addresses',
  userGroups: 'invite_groups',
  channels: 'invite_channels',
  file: 'file',
  role: 'role',
  channel: 'channel',
  onlyMe: 'only_me',
  note: 'note',
} as const;

/** The block of the invite modal that makes room for the sources. */
export const moreSourcesBlock = 'more_sources';

/**
 * Bot scopes that the product requires: `commands` for the slash command, `chat:write` to answer, `chat:write.public` to confirm
 * in public channels that it has not joined, `users:read` to tell admins from guests and people from bots, `users:read.email` to
 * invite people by their profile. https://docs.slack.dev/reference/scopes
 */
export const scopes = [
  'chat:write',
  'chat:write.public',
  'commands',
  'users:read',
  'users:read.email',
] as const;

/**
 * Features that an installation may lack, by the bot scopes that they need. `usergroups:read` also lets user groups be chosen as
 * inviters; `channels:read` covers public channels and `groups:read` private ones; `results` are CSV files: the
 * results of a large batch, and exports.
 */
export const optionalFeatureScopes = {
  userGroups: ['usergroups:read'],
  channels: ['channels:read', 'groups:read'],
  file: ['files:read'],
  results: ['files:write'],
} as const;

export type OptionalFeature = keyof typeof optionalFeatureScopes;

/** Where the form can take many people from at once. */
export type Source = Exclude<OptionalFeature, 'results'>;
export const isSource = (feature: OptionalFeature): feature is Source => feature !== 'results';

/** The features that the granted scopes enable. */
export const optionalFeaturesOf = (granted: readonly string[]): OptionalFeature[] =>
  (Object.keys(optionalFeatureScopes) as OptionalFeature[]).filter((feature) =>
    optionalFeatureScopes[feature].every((scope) => granted.includes(scope)),
  );

/** The features that are not among those that are enabled. */
export const missingFeatures = (enabled: readonly OptionalFeature[]): OptionalFeature[] =>
  (Object.keys(optionalFeatureScopes) as OptionalFeature[]).filter(
    (feature) => !enabled.includes(feature),
  );

export const optionalScopes = Object.values(optionalFeatureScopes).flat();

/** Somebody looks at the app's Home tab. */
export const homeEvent = 'app_home_opened';

/** Events that say that the app was removed, so that its token no longer works. */
export const uninstallEvents = ['app_uninstalled', 'tokens_revoked'] as const;
