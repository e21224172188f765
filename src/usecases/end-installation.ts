import type { AuditEntry } from '../domain/audit.ts';
import { type ConnectionScope, scopeId } from '../domain/connection.ts';
import type { Audit, Connections } from './storage-ports.ts';

/** Where tokens of the app are kept. */
export interface InstalledTokens {
  /** Deletes those that a workspace or organization had at `time`. False when there are none. */
  end(scope: ConnectionScope, time: number): Promise<boolean>;
}

/**
 * The app was taken out of a workspace, or of a whole Enterprise organization: its tokens go, the connection ends, the record
 * stays. Slack tells of it in two ways, in any order and more than once.
 */
export function createEndInstallation(deps: {
  tokens: InstalledTokens;
  connections: Pick<Connections, 'remove'>;
  audit: Pick<Audit, 'append'>;
}) {
  const { tokens, connections, audit } = deps;
  /** `time` is when Slack says that it happened, epoch milliseconds. */
  return async (scope: ConnectionScope, time: number): Promise<void> => {
    if (!(await tokens.end(scope, time))) return;
    const entry = (action: string): AuditEntry => ({
      workspace: scopeId(scope),
      at: time,
      actor: 'app',
      action,
      subject: scopeId(scope),
      surface: 'event',
      outcome: 'done',
      details: {},
    });
    await audit.append(entry('uninstall'));
    await connections.remove(scope, entry('disconnect'));
  };
}

export type EndInstallation = ReturnType<typeof createEndInstallation>;
