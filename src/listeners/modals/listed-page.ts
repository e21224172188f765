import type { Connected } from '../../usecases/find-connection.ts';
import { listOpenInvites } from '../../usecases/list-open-invites.ts';
import { remedyAfter } from '../../usecases/token-remedy.ts';
import { openInvitesMessage } from '../../views/lookup.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Workspace } from '../workspace.ts';

/** The page of the open invites that begins at `offset`, or why somebody may not see it. */
export async function listedPage(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Connected>,
  userId: string,
  offset: number,
): Promise<Message> {
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return found.error;
  const { organization } = found.value.connection;
  const page = await listOpenInvites(deps, found.value, offset);
  const token = await remedyAfter(page.unread, workspace, userId, found.value);
  return openInvitesMessage({ ...page, reader: workspace.ref, organization, token });
}
