/** Whether an invited person has joined, according to Piper. Times are epoch milliseconds. */
export type InviteStatus =
  | { kind: 'pending'; since?: number }
  /** `at` is when the product first saw it. */
  | { kind: 'joined'; at?: number }
  /** A status that the product does not know; shown as it is. */
  | { kind: 'other'; word: string }
  /** Piper's answer has no status. */
  | { kind: 'unstated' };

const pendingWords = new Set(['invited', 'pending']);

/**
 * Derives the status from three fields, since none of them is documented well enough to rely on alone.
 *
 * A known `status` decides. `active` with `is_active: false` does not count as joined: it is pending if Piper gives the time of
 * the invite, and is otherwise shown as it is. Without a `status`, `is_active` and `invited_at` decide.
 */
export function inviteStatus(user: {
  status?: string | null | undefined;
  isActive?: boolean | undefined;
  invitedAt?: number | undefined;
}): InviteStatus {
  const word = user.status?.trim() ?? '';
  const pending: InviteStatus =
    user.invitedAt === undefined ? { kind: 'pending' } : { kind: 'pending', since: user.invitedAt };

  if (pendingWords.has(word.toLowerCase())) return pending;
  if (word.toLowerCase() === 'active') {
    if (user.isActive !== false) return { kind: 'joined' };
    return user.invitedAt === undefined ? { kind: 'other', word } : pending;
  }
  if (word !== '') return { kind: 'other', word };
  if (user.isActive === true) return { kind: 'joined' };
  return user.invitedAt === undefined ? { kind: 'unstated' } : pending;
}
