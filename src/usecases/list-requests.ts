import type { WorkspaceRef } from '../domain/connection.ts';
import { ownBy, type SeenRequest, whyNotDecider } from '../domain/request.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';
import type { Requests } from './ports/requests.ts';
import { rightToDecide } from './right-to-decide.ts';

/**
 * The open requests that somebody asked for, or may decide about; newest first, of so many that are looked at. `look`: whether who they
 * are is read anew, or may be a minute old, to show something.
 */
export async function listRequests(
  { requests }: { requests: Pick<Requests, 'open'> },
  viewer: {
    workspace: Directory & { ref: WorkspaceRef };
    connected: Pick<Connected, 'connection'>;
    by: string;
  },
  limit: number,
  look: 'new' | 'recent' = 'new',
): Promise<SeenRequest[]> {
  const { workspace, connected, by } = viewer;
  const { organization, settings } = connected.connection;
  const { people } = workspace;
  const [person, found] = await Promise.all([
    look === 'new' ? people.findAnew(by) : people.find(by),
    requests.open(workspace.ref, organization.id, limit),
  ]);
  if (!person.ok || found.length === 0) return [];
  const { asking } = settings;
  const right = await rightToDecide(workspace, person.value, asking, look);
  const isDecider = right.kind === 'named' || right.kind === 'admin';
  const { address } = person.value;
  return found.flatMap((request) => {
    const mayCancel = request.requesterId === by;
    const decider = { userId: by, address, isApprover: isDecider };
    const mayDecide = whyNotDecider(request, decider, ownBy(request, asking)) === undefined;
    return mayCancel || isDecider ? [{ request, mayDecide, mayCancel }] : [];
  });
}
