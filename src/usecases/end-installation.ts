import { auditEntry } from '../domain/audit.ts';
import { type ConnectionScope, scopeId } from '../domain/connection.ts';
import type { Audit } from './ports/audit.ts';
import type { Connections } from './ports/connections.ts';

/** Where tokens of the app are kept. */
export interface InstalledTokens {
  /**
   * Deletes those that a workspace or organization had at `time` (epoch milliseconds). `none`: there are none any more; `newer`:
   * the app was installed again since.
   */
  end(scope: ConnectionScope, time: number): Promise<'ended' | 'none' | 'newer'>;
}

/**
 * The app was taken out of a workspace, or of a whole Enterprise organization: its tokens go, the connections that it served
 * end, the record stays. Slack tells of it in two ways, in any order and more than once; each time what is left is ended. False when the app was
 * installed again since.
 */
export function createEndInstallation(deps: {
  tokens: InstalledTokens;
  connections: Pick<Connections, 'remove' | 'removeUninstalled'>;
  audit: Pick<Audit, 'append'>;
}) {
  const { tokens, connections, audit } = deps;
  /** `time` is when Slack says that it happened, epoch milliseconds. */
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
