import { form } from '../../text/index.ts';
import { findMessagePeople } from '../../usecases/find-message-people.ts';
import { fitsForm, type Prefill } from '../../views/invite-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ShortcutArgs } from '../middleware/error-boundary.ts';
import { openInviteForm } from '../modals/open-invite-form.ts';
import { messageShortcutSchema } from '../payloads/shortcuts.ts';
import type { Workspace } from '../workspace.ts';

/** The shortcut of a message: opens the form with whom the message names, or else with its author. */
export const inviteFromMessage =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, client, context }: ShortcutArgs): Promise<void> => {
    const { opener, channel, ...message } = messageShortcutSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const prefill = () => prefillOf(workspace, message);
    return openInviteForm(guard, prefill, channel)(deps, workspace, client, opener);
  };

async function prefillOf(
  { people, optionalFeatures }: Workspace,
  message: Parameters<typeof findMessagePeople>[1],
): Promise<Prefill> {
  const found = await findMessagePeople(people, message);
  if (!fitsForm(found.addresses)) {
    const notice = form.messageTooLong({ takesFiles: optionalFeatures.includes('file') });
    return { ...found, addresses: [], notice };
  }
  const isNobody = Object.values(found).every(({ length }) => length === 0);
  return isNobody ? { ...found, notice: form.nobodyInMessage } : found;
}
