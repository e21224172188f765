/** How much of Slack the sandbox has. `lacks` says what is not there. */
export type Support =
  | { support: 'supported' }
  | { support: 'partial'; lacks: string }
  | { support: 'missing'; lacks: string };

const supported = { support: 'supported' } as const;
const partial = (lacks: string) => ({ support: 'partial', lacks }) as const;
const missing = (lacks: string) => ({ support: 'missing', lacks }) as const;

/**
 * Web API methods, with the scopes that each needs of a bot. Where the scope depends on the conversation, emulate checks
 * it. A method that is missing here, or that the table does not know, is refused as `unknown_method`.
 * https://docs.slack.dev/reference/methods
 */
export const webApi: Record<string, Support & { scopes?: string[] }> = {
  'api.test': supported,
  'auth.test': supported,
  'bots.info': { ...partial('`app_id`, `user_id` and `updated`'), scopes: ['users:read'] },
  'chat.postMessage': {
    ...partial(
      'attachments, custom names and icons, `reply_broadcast`, mrkdwn flags; `ts` is by the machine’s clock',
    ),
    scopes: ['chat:write'],
  },
  'chat.postEphemeral': {
    ...partial('attachments, custom names and icons'),
    scopes: ['chat:write'],
  },
  'chat.update': {
    ...partial('messages that came through a response URL: `message_not_found`'),
    scopes: ['chat:write'],
  },
  'chat.delete': {
    ...partial('messages that came through a response URL: `message_not_found`'),
    scopes: ['chat:write'],
  },
  'chat.getPermalink': partial('messages that came through a response URL'),
  'conversations.open': partial('group messages: one `users` only'),
  'conversations.info': partial('most flags of a channel; none is shared with others'),
  'conversations.list': partial('most flags of a channel'),
  'conversations.members': supported,
  'conversations.history': partial(
    'what people write, and what came or changed through response URLs',
  ),
  'team.info': { ...partial('icons and e-mail domain'), scopes: ['team:read'] },
  'oauth.v2.access': partial('user tokens and org-wide installations'),
  'usergroups.list': {
    ...partial('deactivated groups, and most fields of a group'),
    scopes: ['usergroups:read'],
  },
  'usergroups.users.list': { ...supported, scopes: ['usergroups:read'] },
  'users.info': {
    ...partial('time zones, colours, pictures, profile fields'),
    scopes: ['users:read'],
  },
  'users.list': { ...partial('as users.info; deactivated people'), scopes: ['users:read'] },
  'users.lookupByEmail': { ...partial('as users.info'), scopes: ['users:read.email'] },
  'files.info': { ...partial('most fields of a file'), scopes: ['files:read'] },
  'files.getUploadURLExternal': {
    ...partial('`alt_txt` and `snippet_type`; the content comes as it is, not in a form'),
    scopes: ['files:write'],
  },
  'files.completeUploadExternal': {
    ...partial('`channels`, `thread_ts`, `blocks`; the file is there at once'),
    scopes: ['files:write'],
  },
  'views.open': partial('a modal that opens while another is open replaces it'),
  'views.push': supported,
  'views.update': supported,
  'views.publish': partial('fields to fill in'),
  'apps.connections.open': missing('Socket Mode'),
  'auth.revoke': missing('people take the app out'),
  'conversations.join': missing('nobody joins a channel'),
  'conversations.invite': missing('nobody joins a channel'),
  'conversations.create': missing('nobody makes a channel'),
  'chat.scheduleMessage': missing('nothing happens later'),
  'chat.meMessage': missing('the screen does not show it'),
  'reactions.add': missing('the screen does not show it'),
  'users.profile.get': missing('profile fields'),
};

/** What a browser can do at the same address. https://docs.slack.dev/authentication/installing-with-oauth */
export const browser: Record<string, Support> = {
  '/oauth/v2/authorize': partial(
    'signing in: who installs is chosen on the page; approval by admins; user scopes; installing in a whole organization',
  ),
  '/app_redirect': supported,
};

/** What people can do, and what the bot is sent for it. https://docs.slack.dev/reference/interaction-payloads */
export const interactions: Record<string, Support> = {
  command: partial(
    'only in channels, not in threads; user groups are not escaped; the command itself is not shown',
  ),
  view_submission: partial('`rich_text_input`'),
  view_closed: supported,
  block_actions: partial('`thread_ts` of messages in threads; who clicks needs no confirmation'),
  block_suggestion: partial('menus in messages'),
  shortcut: supported,
  message_action: partial('lists, styles and code in the rich text of what people write'),
  event_callback: partial(
    'subscriptions and scopes are not checked; no retries; only what the person sends, and the end of an installation',
  ),
  url_verification: missing('the bot is connected by code'),
  function_executed: missing('custom workflow steps'),
};

/** What the bot sends and answers besides the Web API. */
export const payloads: Record<string, Support> = {
  'command answer': supported,
  'no response_action': supported,
  'response_action: errors': supported,
  'response_action: update': supported,
  'response_action: push': supported,
  'response_action: clear': supported,
  options: supported,
  'confirmation dialog': supported,
  'response URL': partial('`thread_ts`, attachments'),
  'rate limits': missing('no call is refused for being too many'),
  'JSON arguments': partial(
    'taken by every method, where Slack takes only forms for reading methods',
  ),
};

/** How the page draws what is in a text. https://docs.slack.dev/messaging/formatting-message-text */
export const drawing: Record<string, Support> = {
  mentions: supported,
  broadcasts: supported,
  'escaped characters': supported,
  dates: partial('the reader’s language and clock: always British English and 24 hours'),
  emoji: partial('a workspace’s own; a skin tone stands beside its emoji'),
  links: partial('nothing is unfurled'),
  'bold, italic, strike': partial('on links, dates and mentions'),
  'code, quotes': supported,
};

const refused = missing('refused as an unknown type');

/** https://docs.slack.dev/reference/block-kit/blocks */
export const blockTypes: Record<string, Support> = {
  actions: supported,
  alert: partial('modals only, as documented'),
  context: supported,
  divider: supported,
  header: supported,
  image: partial('images are not fetched'),
  input: supported,
  markdown: partial('messages only, as documented'),
  rich_text: partial('colours, dates and teams'),
  section: supported,
  call: refused,
  card: refused,
  carousel: refused,
  container: refused,
  context_actions: refused,
  data_table: refused,
  file: refused,
  plan: refused,
  table: refused,
  task_card: refused,
  video: refused,
};

/** https://docs.slack.dev/reference/block-kit/block-elements */
export const elementTypes: Record<string, Support> = {
  button: supported,
  channels_select: supported,
  checkboxes: supported,
  conversations_select: partial('`filter` is left to the page'),
  datepicker: supported,
  datetimepicker: supported,
  email_text_input: supported,
  external_select: supported,
  file_input: supported,
  image: partial('images are not fetched'),
  multi_channels_select: supported,
  multi_conversations_select: partial('`filter` is left to the page'),
  multi_external_select: supported,
  multi_static_select: supported,
  multi_users_select: supported,
  number_input: supported,
  overflow: supported,
  plain_text_input: supported,
  radio_buttons: supported,
  static_select: supported,
  timepicker: supported,
  url_text_input: supported,
  users_select: supported,
  feedback_buttons: refused,
  icon_button: refused,
  rich_text_input: refused,
  workflow_button: refused,
};
