/** Names by which Slack and the product recognise each other's parts; `manifest.yml` repeats the command and the scopes. */

export const commands = { invite: '/piper-invite' } as const;

export const views = { invite: 'invite' } as const;

/** Blocks of the invite modal; each holds one input, whose action has the same name. */
export const fields = {
  people: 'people',
  addresses: 'addresses',
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
