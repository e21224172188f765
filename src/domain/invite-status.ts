/** Where an invite stands, as far as Piper's answer tells. Times are epoch milliseconds. */
export type InviteStatus =
  | { kind: 'pending'; since?: number }
  /** `at` is when the product saw it. */
  | { kind: 'joined'; at?: number }
  /** A word that the product does not know; shown as it is. */
  | { kind: 'other'; word: string }
  /** Piper's answer said nothing about it. */
  | { kind: 'unstated' };

const pendingWords = new Set(['invited', 'pending']);

/**
 * Reads the status from three fields together, since none of them is documented well enough alone.
 *
 * A known `status` decides. `active` beside `is_active: false` is not joined: it is pending where Piper gives the time
 * of an invite, and otherwise shown as it stands. Without a `status`, `is_active` and `invited_at` decide.
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
