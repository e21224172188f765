/** What can be done through the product. Stored entries contain these words: add to them, but never rename one. */
export const auditActions = [
  /** A batch was stored, one entry for each of its invitations. */
  'submit',
  /** Somebody asked for approval: one entry for each person. */
  'ask',
  /** A request for approval went on, or ended. */
  'decide',
  /** An invitation ended. */
  'invite',
  'cancel',
  /** A member's role was changed: one entry before the request to Piper, and one with its result. */
  'role',
  'connect',
  'settings',
  /** A rule was added, changed or removed: as it was before, and after. */
  'rules',
  'disconnect',
  /** Somebody in Slack was linked to a member, or is so no longer. */
  'link',
  'unlink',
  /** Piper rejected a connection's token, or accepted it again. */
  'token',
  'install',
  'uninstall',
  /** In the record of the deployment: where the records of workspaces ended at the time. */
  'note',
  /** The operator erased an address, or a whole workspace. */
  'erase',
  /** The record was exported: one entry before anything leaves, and one that says how much did. */
  'export',
] as const;

/** Where something was done: in Slack, on the installation page, through an event from Slack or an answer from Piper, by the clock or by the operator. */
export const auditSurfaces = [
  'command',
  'form',
  'button',
  'retry',
  'web',
  'event',
  'piper',
  'clock',
  'operator',
] as const;
export type AuditSurface = (typeof auditSurfaces)[number];

/** How something turned out. */
export const auditOutcomes = [
  /** Complete in itself, such as `connect` or `install`. */
  'done',
  /** `submit`, `ask` */
  'stored',
  /** `decide`, which may also be `cancelled`; `counted` is the first of two approvals. */
  'approved',
  'counted',
  'denied',
  'expired',
  'void',
  /** `invite`: how the invitation ended. */
  'invited',
  'already_member',
  'failed',
  'unknown',
  'cancelled',
  /** `role`, and `export` of which the end is `done`; both may also be `failed`. */
  'requested',
  'changed',
  'unclear',
  /** `token` */
  'rejected',
  'accepted',
] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** The record that no workspace has, but the deployment. */
export const deployment = '*';

/** Something that was done through the product. Entries are only ever added. */
export type AuditEntry = {
  /** Slack team or enterprise ID, or `deployment`. */
  workspace: string;
  /** Epoch milliseconds. */
  at: number;
  /** Slack user ID, `app` for what the product did on its own, or `operator`. */
  actor: string;
  action: (typeof auditActions)[number];
  /** To whom or what: an address, an organization ID, or a Slack user, team or enterprise ID. Nothing else may hold an address. */
  subject: string;
  surface: AuditSurface;
  outcome: AuditOutcome;
  /** Anything else worth keeping: role, organization, reference. Never a token. */
  details: Record<string, string>;
};

/** An entry as it is stored, with what `hash` is made of. */
export type RecordedEntry = {
  workspace: string;
  /** From 1 on. */
  number: number;
  /** JSON. */
  entry: string;
  previousHash: string;
  hash: string;
  /** What the JSON says; undefined where somebody put something else in its place. */
  about:
    | ({ [part in 'actor' | 'action' | 'subject' | 'surface' | 'outcome']: string } & {
        at: number;
      })
    | undefined;
  /** Whom it is about, unless that was erased. */
  address: string | undefined;
};

/** Builds an entry. `reference`, which identifies the request in the log, becomes a detail; undefined details are omitted. */
export function auditEntry({
  reference,
  details = {},
  ...about
}: Omit<AuditEntry, 'details'> & {
  reference?: string | undefined;
  details?: Record<string, string | undefined>;
}): AuditEntry {
  const present = Object.entries({ ...details, reference }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...about, details: Object.fromEntries(present) };
}
