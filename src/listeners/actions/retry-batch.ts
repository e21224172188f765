import { retriable } from '../../domain/policy.ts';
import { isDenied } from '../../domain/rules.ts';
import { batchButtons, form } from '../../text/index.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { needsApprovalMessage } from '../../views/ask-button.ts';
import { nothingToRetryMessage } from '../../views/batch-buttons.ts';
import { batchRetried } from '../../views/batch-retried.ts';
import { type Message, textMessage } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { batchButtonSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';

type BatchButton = ReturnType<typeof batchButtonSchema.parse>;

/** The "Try again" button: resubmits what did not work, once per batch, with whoever pressed it as the inviter. */
export const retryBatch =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, context }: ActionArgs): Promise<unknown> => {
    const button = batchButtonSchema.parse(body);
    await ack();
    const { userId, responseUrl } = button;
    const workspace = deps.workspaceOf(context);
    const { messenger } = workspace;
    const { message, isSubmitted } = await retry(deps, workspace, guard, button);
    // If nothing was submitted, the button stays.
    return isSubmitted && responseUrl
      ? messenger.replace({ userId, responseUrl }, message)
      : messenger.tell({ userId, ...(responseUrl && { responseUrl }) }, message);
  };

async function retry(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Inviter>,
  { userId, responseUrl, channel: pressedIn, batchId }: BatchButton,
): Promise<{ message: Message; isSubmitted: boolean }> {
  const nothing = (message: Message) => ({ message, isSubmitted: false });
  const { ref } = workspace;
  const [found, connected] = await Promise.all([
    deps.batches.find(batchId, ref),
    guard(deps, workspace, userId),
  ]);
  if (!connected.ok) return nothing(connected.error);
  if (!found) return nothing(textMessage([batchButtons.noneToRetry]));
  const { batch, report } = found;
  const { connection, piper } = connected.value;
  const { organization } = connection;
  if (batch.organization.id !== organization.id) {
    return nothing(textMessage([batchButtons.otherOrganization(organization.name)]));
  }
  const [roles, authority] = await Promise.all([piper.roles(), connected.value.authority('new')]);
  if (!roles.ok) {
    deps.log.error({ failure: roles.error }, 'roles could not be looked up');
    return nothing(textMessage([batchButtons.rolesUnread(roles.error)], currentReference()));
  }
  const invites = retriable(report, roles.value, (invite) => !isDenied(authority.decide(invite)));
  if (invites.length === 0) {
    const isAskable = retriable(
      report,
      roles.value,
      (invite) => authority.decide(invite).kind === 'approval',
    );
    return nothing(
      isAskable.length > 0 && userId === batch.inviterId
        ? needsApprovalMessage(`batch ${batchId}`)
        : nothingToRetryMessage(),
    );
  }

  const { channel } = batch.audience;
  const submitted = await deps.submitBatch({
    submission: `retry ${batchId}`,
    surface: 'retry',
    workspace: ref,
    organization,
    inviterId: userId,
    invites,
    quota: connection.settings.quota,
    audience: {
      channel,
      ...(responseUrl && { inviterUrl: responseUrl }),
      ...(responseUrl && pressedIn === channel && { channelUrl: responseUrl }),
    },
    note: batch.note,
    reference: currentReference(),
  });
  if (!submitted.ok) return nothing(textMessage([form.tooManyPlain(submitted.error)]));
  return { message: batchRetried(report, invites.length), isSubmitted: true };
}
