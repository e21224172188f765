import { auditEntry } from '../domain/audit.ts';
import { type ConnectionScope, scopeId } from '../domain/connection.ts';
import type { Audit } from './ports/audit.ts';
import type { Connections } from './ports/connections.ts';

/** The store of the app's own Slack tokens. */
export interface InstalledTokens {
  /**
   * Deletes those that a scope had at `time` (epoch milliseconds). `none`: there were none left; `newer`: the app has been
   * reinstalled since.
   */
  end(scope: ConnectionScope, time: number): Promise<'ended' | 'none' | 'newer'>;
}

/**
 * Handles the app's removal from a workspace or a whole Enterprise organization: deletes its tokens and the connections there, and
 * keeps the audit log. Slack reports a removal with two events, in any order and possibly repeated, so each one deletes whatever
 * is left. False, with nothing deleted, when the app has been reinstalled since.
 */
export function createEndInstallation(deps: {
  tokens: InstalledTokens;
  connections: Pick<Connections, 'remove' | 'removeUninstalled'>;
  audit: Pick<Audit, 'append'>;
}) {
  const { tokens, connections, audit } = deps;
  /** `time` is when it happened according to Slack, epoch milliseconds. */
  return async (scope: ConnectionScope, time: number): Promise<boolean> => {
    const ended = await tokens.end(scope, time);
    if (ended === 'newer') return false;
    const entryOf = (of: ConnectionScope, action: 'uninstall' | 'disconnect') =>
      auditEntry({
        workspace: scopeId(of),
        at: time,
        actor: 'app',
        action,
        subject: scopeId(of),
        surface: 'event',
        outcome: 'done',
      });
    if (ended === 'ended') await audit.append(entryOf(scope, 'uninstall'));
    await connections.remove(scope, entryOf(scope, 'disconnect'));
    if ('enterpriseId' in scope) {
      await connections.removeUninstalled(scope.enterpriseId, (of) => entryOf(of, 'disconnect'));
    }
    return true;
  };
}

export type EndInstallation = ReturnType<typeof createEndInstallation>;
