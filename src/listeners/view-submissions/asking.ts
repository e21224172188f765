import type { Asking } from '../../domain/asking.ts';
import { askingFields } from '../../ids.ts';
import { asking as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { digest } from '../../utils/digest.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { concernAbout, saverOf } from '../modals/beyond-concern.ts';
import { loadAskingForm } from '../modals/open-asking-form.ts';
import { type AskingInput, askingSchema } from '../payloads/request-forms.ts';
import type { Workspace } from '../workspace.ts';

/** The form of approvals was submitted. A line in the channel that it names proves that requests can be posted there. */
export const askingSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  (args: SubmissionArgs): Promise<void> => {
    const input = askingSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const work = save(deps, workspace, guard, input);
    return answerSubmission(deps, args, work, waitingModal(text.titlePlain));
  };

async function save(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Connected>,
  input: AskingInput,
): Promise<Answer> {
  const say = (message: Message): Answer => ({ view: messageModal(message, text.titlePlain) });
  const found = await guard(deps, workspace, input.userId);
  if (!found.ok) return say(found.error);
  const { connection } = found.value;
  if (connection.id !== input.target.connectionId) return say(startAgainMessage('settings'));
  const { asking: former, ...settings } = connection.settings;
  if (digest(former) !== input.target.version) {
    return { view: await loadAskingForm(found.value, deps, workspace, text.overtaken) };
  }

  const wrong = (field: string, words: string): Answer => ({
    errors: { [field]: words },
    late: messageModal(textMessage([words]), text.titlePlain),
  });
  const asking = input.isOn ? askingOf(input, former) : undefined;
  const { channel, userIds = [], userGroupIds = [] } = asking?.approvers ?? {};
  if (asking && userIds.length + userGroupIds.length === 0) {
    return wrong(askingFields.users, text.nobodyPlain);
  }
  const concern = asking && (await concernOf(deps, workspace, found.value, input, asking));
  if (concern)
    return wrong(input.beyondOwnRole ? askingFields.beyond : askingFields.users, concern);
  const { name } = connection.organization;
  const seen = channel === undefined ? undefined : await workspace.channels.look(channel);
  if (seen?.ok === false && seen.error === 'unavailable') {
    return wrong(askingFields.channel, text.channelUnreadPlain);
  }
  const look = seen?.ok ? seen.value : undefined;
  if (look?.isShared) return wrong(askingFields.channel, text.channelSharedPlain(look.name));
  const isTried = channel === former?.approvers.channel && channel !== connection.refusedChannel;
  const { messenger } = workspace;
  const { userId } = input;
  const line =
    channel === undefined || isTried
      ? undefined
      : await messenger.post(channel, textMessage([text.choosing(userId, name)]));
  if (line === 'refused') return wrong(askingFields.channel, text.channelRefusedPlain(look?.name));
  if (line === 'unclear') return wrong(askingFields.channel, text.channelUnclearPlain(look?.name));

  const actor = { userId, surface: 'form' as const, reference: currentReference() };
  const changed = { ...settings, ...(asking && { asking }) };
  const isSaved = await deps.connectWorkspace.changeSettings(connection, changed, actor);
  if (line) {
    const end = isSaved ? text.chosen : text.notChosen;
    await messenger.change(line, textMessage([end(userId, name)]));
  }
  if (!isSaved) return say(startAgainMessage('settings'));
  if (line) await deps.connectWorkspace.channelTaken(connection);
  // Where Slack doesn't say, it may be.
  const isSeenByAll = channel !== undefined && (look?.isPublic ?? true);
  return say(
    textMessage([
      asking ? text.saved(name) : text.off(name),
      ...(isSeenByAll ? [text.public(channel)] : []),
    ]),
  );
}

/** Fields that were not shown keep their former values. */
function askingOf(input: AskingInput, former: Asking | undefined): Asking {
  const { channel, userIds, quietUserIds } = input;
  const beyondOwnRole = input.beyondOwnRole ?? former?.approvers.beyondOwnRole ?? [];
  return {
    approvers: {
      ...(channel && { channel }),
      userIds,
      userGroupIds: input.userGroupIds ?? former?.approvers.userGroupIds ?? [],
      quietUserIds,
      ...(beyondOwnRole.length > 0 && { beyondOwnRole }),
    },
    expireAfterDays: input.expireAfterDays,
    selfApproval: input.selfApproval,
    twoApprovals: input.twoApprovals ?? former?.twoApprovals ?? [],
  };
}

/** What stands against roles that may be approved above one's own. Whoever saves who could approve them before gives nobody anything. */
async function concernOf(
  deps: ListenerDeps,
  workspace: Workspace,
  connected: Connected,
  { userId }: AskingInput,
  asking: Asking,
): Promise<string | undefined> {
  const { userIds, userGroupIds, beyondOwnRole } = asking.approvers;
  const { asking: former } = connected.connection.settings;
  if (!beyondOwnRole || (former && whoApproves(former) === whoApproves(asking))) return undefined;
  const rule = {
    who: { kind: 'chosen' as const, userIds, userGroupIds },
    roles: beyondOwnRole,
    beyondOwnRole: true as const,
  };
  const { beyond: field } = askingFields;
  const saver = await saverOf(deps, workspace, userId, connected);
  const concern = concernAbout(rule, { field, hasTick: false }, saver);
  return concern && 'errors' in concern ? concern.errors[field] : undefined;
}

const whoApproves = ({ approvers, selfApproval, twoApprovals }: Asking): string => {
  const { channel: _, ...who } = approvers;
  return digest({ who, selfApproval, twoApprovals });
};
