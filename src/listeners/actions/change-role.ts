import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { inviteeOfBatch } from '../modals/find-invitee.ts';
import { openRoleForm } from '../modals/open-role-form.ts';
import { roleButtonSchema } from '../payloads/buttons.ts';

/** The "Change role" button beside a person. */
export const roleButton =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, ...entry } = roleButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const open = openRoleForm(guard, inviteeOfBatch(deps, workspace, entry));
    return open(deps, workspace, client, opener);
  };
