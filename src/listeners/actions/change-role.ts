import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { inviteeOfBatch } from '../modals/find-invitee.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import { roleButtonSchema } from '../payloads/invite-form.ts';

/** "Change role" was pressed beside somebody. */
export const roleButton =
  (deps: ListenerDeps) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, ...entry } = roleButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const findWhom = inviteeOfBatch(deps, workspace, entry);
    return openRoleForm(deps, workspace, client, opener, findWhom);
  };
