import { auditEntry } from '../domain/audit.ts';
import type { RequestNotifications, Requests } from './ports/requests.ts';

/** Ends the requests whose time is over, each once, whichever process does it. */
export function createExpireRequests(deps: {
  requests: Pick<Requests, 'end'> & Pick<RequestNotifications, 'expired'>;
  /** A request has changed. */
  onChanged: (requestId: string) => void;
  now: () => number;
}) {
  const { requests, onChanged, now } = deps;
  return async (): Promise<void> => {
    const at = now();
    for (const { id, workspace, organization } of await requests.expired(at)) {
      const entry = auditEntry({
        workspace: workspace.teamId,
        at,
        actor: 'app',
        action: 'decide',
        subject: id,
        surface: 'clock',
        outcome: 'expired',
        details: { organization: organization.id },
      });
      if (await requests.end(id, { kind: 'expired', at }, entry)) onChanged(id);
    }
  };
}
