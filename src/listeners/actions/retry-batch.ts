import { invitersOf } from '../../domain/policy.ts';
import { batchButtons, form } from '../../text/index.ts';
import { retriable } from '../../usecases/retriable.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { nothingToRetryMessage } from '../../views/batch-buttons.ts';
import { denialMessage } from '../../views/denial.ts';
import { type Message, sentences } from '../../views/message.ts';
import { retriedMessage } from '../../views/retried.ts';
import type { ListenerDeps } from '../deps.ts';
import { readyConnection } from '../guards/require-connection.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { batchButtonSchema, batchOf } from '../payloads/batch-button.ts';
import { place } from '../submit-batch.ts';

/** "Retry" was pressed: what of the order did not work is ordered anew, once, by whoever pressed. */
export const retryBatch =
  (deps: ListenerDeps) =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, responseUrl, batchId } = batchButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const { messenger } = workspace;
    const to = { userId, ...(responseUrl && { responseUrl }) };
    /** Nothing was sent, so that the button stays. */
    const refuse = (message: Message) => messenger.tell(to, message);

    const [found, state] = await Promise.all([batchOf(deps, workspace, batchId), workspace.find()]);
    const ready = await readyConnection(deps, workspace, state, userId);
    if ('instead' in ready) return refuse(ready.instead);
    const { connection } = ready;
    const { settings } = connection;
    const [authorized, roles] = await Promise.all([
      deps.authorize.toInvite(workspace, userId, settings),
      ready.piper.roles(),
    ]);
    if (!authorized.allowed) {
      return refuse(denialMessage(authorized.reason, invitersOf(settings, deps.inviteAdmins)));
    }
    if (!found) return refuse(nothingToRetryMessage());
    const { batch, report } = found;
    if (batch.organization.id !== connection.organization.id) {
      return refuse(sentences([form.otherOrganization(connection.organization.name)]));
    }
    if (!roles.ok) {
      deps.log.error({ failure: roles.error }, 'roles could not be looked up');
      return refuse(sentences([batchButtons.rolesUnread(roles.error)], currentReference()));
    }
    const invitees = retriable(report, settings, roles.value);
    if (invitees.length === 0) return refuse(nothingToRetryMessage());

    await place(deps, workspace, ready, {
      submission: `retry ${batchId}`,
      surface: 'retry',
      inviterId: userId,
      invitees,
      audience: {
        channel: batch.audience.channel,
        ...(responseUrl && { inviterUrl: responseUrl }),
      },
      note: batch.note,
    });
    const message = retriedMessage(report, invitees.length);
    return responseUrl
      ? messenger.replace({ userId, responseUrl }, message)
      : messenger.tell(to, message);
  };
