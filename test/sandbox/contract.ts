/**
 * What the parts of the sandbox promise each other: a Slack, a Piper, the server that starts both with the bot, and
 * the page. Everything here crosses HTTP as JSON between the server and the page, so it is plain data.
 */

/** A person or bot of the workspace, as the page shows them. */
export type SandboxUser = {
  id: string;
  /** What follows the `@`, without it. */
  name: string;
  realName: string;
  email?: string;
  isAdmin: boolean;
  isGuest: boolean;
  isBot: boolean;
  deleted: boolean;
};

export type SandboxChannel = {
  id: string;
  /** Without `#`; for a direct message the other person's name. */
  name: string;
  kind: 'public' | 'private' | 'dm';
  archived: boolean;
  /** Whether the bot is a member. */
  hasBot: boolean;
};

/** People who are meant together; `name` follows the `@`, without it. */
export type SandboxUserGroup = { id: string; name: string };

/** A file in a message. `name` ends as files do, such as `.csv`; `size` is in bytes. */
export type SandboxFile = { id: string; name: string; title: string; size: number };

/** One message as one person sees it; blocks are Block Kit as the bot sent them. */
export type SandboxMessage = {
  ts: string;
  /** The `ts` of the message that it replies to. */
  thread?: string;
  /** Epoch milliseconds. */
  at: number;
  channel: string;
  author: string;
  text: string;
  blocks: unknown[];
  files: SandboxFile[];
  /** "Only visible to you". */
  ephemeral: boolean;
  edited: boolean;
};

/** One modal of a person's stack (last is on top). `view` is Slack's view object as the bot sent it. */
export type SandboxModal = {
  id: string;
  hash: string;
  view: unknown;
  /** block_id → words, from `response_action: errors`. */
  errors: Record<string, string>;
};

/** The app's Home tab of a person. `view` is Slack's view object as the bot published it. */
export type SandboxHome = { id: string; view: unknown };

/** A call between the bot and Slack or Piper, in either direction; secrets are masked in bodies. */
export type SandboxCall = {
  id: number;
  /** Epoch milliseconds. */
  at: number;
  /** Milliseconds until the answer, or until the connection closed without one; 0 before. */
  took: number;
  from: 'slack' | 'bot';
  to: 'slack' | 'bot' | 'piper';
  /** Such as `views.open`, `POST /v1/organizations/…/members`, `view_submission`. */
  name: string;
  /** 0 while there is no answer, or when the connection closed without one. */
  status: number;
  request: unknown;
  response: unknown;
};

/** What a person does in Slack. Values have Slack's own shape for `view.state.values`. */
export type SlackAction =
  | { type: 'command'; channel: string; text: string }
  | { type: 'submit'; viewId: string; values: Record<string, Record<string, unknown>> }
  | { type: 'close'; viewId: string }
  | {
      type: 'click';
      source: { kind: 'message'; channel: string; ts: string } | { kind: 'view'; viewId: string };
      blockId: string;
      actionId: string;
      /** The action's own part of Slack's payload: `value`, `selected_option`, `selected_users` … */
      payload: Record<string, unknown>;
      /** `view.state.values` at that moment, for a view. */
      values?: Record<string, Record<string, unknown>>;
    }
  | {
      type: 'options';
      viewId: string;
      blockId: string;
      actionId: string;
      query: string;
    }
  | { type: 'shortcut'; callbackId: string }
  | { type: 'message-shortcut'; callbackId: string; channel: string; ts: string }
  /** Writes a message. */
  | { type: 'say'; channel: string; text: string }
  /** Opens the app's Home tab. */
  | { type: 'home' }
  /** Takes the app out of the person's workspace. */
  | { type: 'uninstall' }
  /** Deactivates the person's own account. */
  | { type: 'leave' }
  | { type: 'archive'; channel: string }
  /** Takes the bot out of a channel. */
  | { type: 'dismiss'; channel: string }
  | { type: 'event'; event: Record<string, unknown> };

/**
 * What Slack did with it. `error` is what Slack shows the person ("/piper-invite failed with the error
 * \"operation_timeout\""). `options` answers an `options` action.
 */
export type SlackActionResult =
  | { ok: true; options?: unknown; acknowledgedAfter: number }
  | { ok: false; error: string };

/** A workspace of the sandbox's Slack. */
export type SandboxWorkspace = {
  id: string;
  name: string;
  /** Whether the app is installed there. */
  isInstalled: boolean;
  /** Whom to act as there to begin with. User ids are unique over all workspaces, so that one says which workspace is meant. */
  adminId: string;
};

/** What one person sees of their workspace now. */
export type SlackScreen = {
  team: { id: string; name: string };
  users: SandboxUser[];
  channels: SandboxChannel[];
  userGroups: SandboxUserGroup[];
  /** Channel id → messages, oldest first. */
  messages: Record<string, SandboxMessage[]>;
  modals: SandboxModal[];
  /** Where the app has published one. */
  home?: SandboxHome;
};

/** Faults that Piper can be told to have, each for add-member calls unless its words say more. */
export const piperFaults = [
  'none',
  'unauthorized', // 401 to every call
  'forbidden', // 403 to add-member
  'not-found', // 404 to add-member
  'conflict', // 409 to add-member
  'invalid', // 422 to add-member, role_id named
  'rate-limited', // 429 with Retry-After in seconds
  'rate-limited-date', // 429 with Retry-After as an HTTP date
  'server-error', // 500 before anything was stored
  'server-error-after-commit', // stores, then 500
  'bad-gateway', // 502 with an HTML page
  'garbage', // 200 with text that is not JSON, nothing stored
  'garbage-after-commit', // stores, then 200 with text that is not JSON
  'empty', // 200 with an empty body, nothing stored
  'drop', // closes the connection, nothing stored
  'drop-after-commit', // stores, then closes the connection
  'hang', // never answers
  'down', // every call is refused with a closed connection
] as const;
export type PiperFault = (typeof piperFaults)[number];

/** How Piper's list of roles tells what they may do: `empty` is a list of none for each, `untold` leaves the field out. */
export const rolePermissions = ['told', 'empty', 'untold'] as const;
export type RolePermissions = (typeof rolePermissions)[number];

export type PiperMember = {
  userId: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  role: string;
  /** Of the organization: they may do everything, whatever their role is. */
  isOwner: boolean;
  status: string;
  invitedAt: string | null;
};

/** A platform token to copy into the form that connects a workspace. */
export type PiperToken = {
  token: string;
  name: string;
  /** What it was given, who has it and for how long, such as "admin · Maya Okafor, Admin and owner of Acme Robotics · never expires". */
  words: string;
  /** Piper refuses it from now on. */
  isRevoked: boolean;
};

/** What the drawer shows of Piper. */
export type PiperScreen = {
  organizations: { id: string; name: string; members: PiperMember[]; roles: string[] }[];
  tokens: PiperToken[];
  fault: PiperFault;
  /** Milliseconds added before every answer; the work is done before the wait. */
  latency: number;
  rolePermissions: RolePermissions;
};

/** `GET /api/state?as=U…`. */
export type SandboxState = {
  /** Grows with every change; `GET /api/changes` (server-sent events) sends it as data. */
  version: number;
  /** Milliseconds that the sandbox's clock is ahead of the machine's. */
  ahead: number;
  workspaces: SandboxWorkspace[];
  /** Where "Add to Slack" leads: the bot's own page that begins an installation. */
  installUrl: string;
  slack: SlackScreen;
  piper: PiperScreen;
  /** Newest last, the last 200. */
  calls: SandboxCall[];
};

/** `POST /api/slack` with `{ as, action }` answers a SlackActionResult. `POST /api/piper` takes one of these. */
export type PiperChange =
  | { type: 'fault'; fault: PiperFault }
  | { type: 'latency'; latency: number }
  | { type: 'role-permissions'; are: RolePermissions }
  | { type: 'accept'; organizationId: string; userId: string }
  | { type: 'remove'; organizationId: string; userId: string }
  | { type: 'revoke'; token: string };

/** A Slack to talk to the bot with; `test/sandbox/slack/` implements it. */
export interface SlackSandbox {
  /** For SLACK_API_URL, with the trailing slash that Slack's own has; Slack's pages for people are at the same origin. */
  readonly apiUrl: string;
  /** The bot token of the first workspace, where the app is installed from the start unless `startSlack` is told otherwise. */
  readonly botToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the bot is, such as `http://127.0.0.1:3000`: it takes requests at `/slack/events`, and browsers that come back. */
  connect(botUrl: string): void;
  /** Where the page is, to which people are sent who open Slack. */
  showAt(pageUrl: string): void;
  workspaces(): SandboxWorkspace[];
  screen(as: string): SlackScreen;
  /** A file in a message that this person sees. */
  file(as: string, id: string): { name: string; content: Uint8Array } | undefined;
  act(as: string, action: SlackAction): Promise<SlackActionResult>;
  calls(): SandboxCall[];
  onChange(listener: () => void): () => void;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** A Piper to talk to; `test/sandbox/piper/` implements it. */
export interface PiperSandbox {
  /** For PIPER_API_URL, without a trailing slash. */
  readonly apiUrl: string;
  /** A token that may do what an Admin of the first organization may. */
  readonly token: string;
  readonly organizationId: string;
  screen(): PiperScreen;
  change(change: PiperChange): void;
  calls(): SandboxCall[];
  onChange(listener: () => void): () => void;
  reset(): void;
  stop(): Promise<void>;
}
