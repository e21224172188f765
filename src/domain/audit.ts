/** What can be done through the product. The record keeps these words for good: add to them, never rename one. */
export const auditActions = [
  /** A batch was stored, one entry for each of its invitations. */
  'submit',
  /** An invitation ended. */
  'invite',
  'cancel',
  /** A member's role was changed: once before Piper is asked, once with its answer. */
  'role',
  'connect',
  'settings',
  'disconnect',
  /** Piper rejected a connection's token, or accepted it again. */
  'token',
  'install',
  'uninstall',
] as const;

/** Where something was done: by somebody in Slack, on the installation page, or by an event from Slack or an answer from Piper. */
export const auditSurfaces = [
  'command',
  'form',
  'button',
  'retry',
  'web',
  'event',
  'piper',
] as const;
export type AuditSurface = (typeof auditSurfaces)[number];

export const auditOutcomes = [
  /** What is complete in itself, such as `connect` or `install`. */
  'done',
  /** `submit` */
  'stored',
  /** `invite`, as its invitation ended. */
  'invited',
  'already_member',
  'failed',
  'unknown',
  'cancelled',
  /** `role`, which may also have `failed`. */
  'requested',
  'changed',
  'unclear',
  /** `token` */
  'rejected',
  'accepted',
] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Something that was done through the product. A workspace's record only ever grows. */
export type AuditEntry = {
  /** Slack team or enterprise ID. */
  workspace: string;
  /** Epoch milliseconds. */
  at: number;
  /** Slack user ID, or `app` for what the product did by itself. */
  actor: string;
  action: (typeof auditActions)[number];
  /** To whom or what: an address, an organization ID, or a Slack team or enterprise ID. */
  subject: string;
  surface: AuditSurface;
  outcome: AuditOutcome;
  /** Anything else worth keeping: role, organization, reference. Never a token. */
  details: Record<string, string>;
};

/** Builds an entry. `reference`, under which the operator finds the request in the log, becomes a detail; absent details are left out. */
export function auditEntry({
  reference,
  details = {},
  ...about
}: Omit<AuditEntry, 'details'> & {
  reference?: string | undefined;
  details?: Record<string, string | undefined>;
}): AuditEntry {
  const given = Object.entries({ ...details, reference }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...about, details: Object.fromEntries(given) };
}
