/** Something that somebody did through the product. The record of a workspace only ever grows. */
export type AuditEntry = {
  /** Slack team or enterprise ID. */
  workspace: string;
  /** Epoch milliseconds. */
  at: number;
  /** Slack user ID, or `app` for what the product did by itself. */
  actor: string;
  /** What was done, such as `invite`, `connect`, `settings`, `disconnect`, `install`, `uninstall`. */
  action: string;
  /** To whom or what: an address, an organization ID; empty where there is nobody. */
  subject: string;
  /** From where: `command`, `form`, `web`, `event`. */
  surface: string;
  /** How it ended, such as `invited`, `already_member`, `failed`. */
  outcome: string;
  /** Anything else that is worth keeping: role, organization, reference. Never a token. */
  details: Record<string, string>;
};
