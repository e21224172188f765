import type { ConnectionSettings, WhoMayInvite } from '../../domain/connection.ts';
import { parseDomains } from '../../domain/domains.ts';
import { invitersOf, isOffered } from '../../domain/policy.ts';
import { settingsFields } from '../../ids.ts';
import { connecting } from '../../text/index.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { checkingModal } from '../../views/connect-modal.ts';
import {
  connectedAnnouncement,
  connectedMessage,
  settingsChangedMessage,
  startAgainMessage,
} from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import {
  connectFailedMessage,
  keptSettings,
  mayBeEnterpriseWide,
} from '../modals/settings-step.ts';
import { parseSettingsTarget, settingsSchema } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';

type SettingsInput = ReturnType<typeof settingsSchema.parse>;

/** Guards for connecting a workspace, connecting a whole Enterprise organization, and changing a connection. */
type Guards = {
  workspace: Guard<ConnectionState>;
  enterprise: Guard<ConnectionState>;
  connection: Guard<Connected>;
};

/** The settings form was submitted: creates a connection with them, or changes the existing one. */
export const settingsSubmission =
  (deps: ListenerDeps, guards: Guards) =>
  async (args: SubmissionArgs): Promise<void> => {
    const input = settingsSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const target = parseSettingsTarget(input.metadata);
    const afterwards: (() => Promise<unknown>)[] = [];
    const work =
      'connectionId' in target
        ? change(deps, workspace, guards, input, target.connectionId)
        : connect(deps, workspace, guards, input, target, afterwards);
    await answerSubmission(deps, args, work, checkingModal());
    await Promise.all(afterwards.map((notify) => notify()));
  };

async function connect(
  deps: ListenerDeps,
  workspace: Workspace,
  guards: Guards,
  input: SettingsInput,
  target: { pendingId: string; organizationId: string },
  afterwards: (() => Promise<unknown>)[],
): Promise<Answer> {
  const { connectWorkspace } = deps;
  const { messenger, ref, inviteAdmins } = workspace;
  const { userId, isAnnounced } = input;
  const isEnterpriseWide = input.isEnterpriseWide && mayBeEnterpriseWide(workspace);
  const guard = isEnterpriseWide ? guards.enterprise : guards.workspace;
  const state = await guard(deps, workspace, userId);
  if (!state.ok) return say(state.error, connecting.titlePlain);
  const former = state.value.kind === 'connected' ? state.value.connection : undefined;
  const settings = settingsOf(input, former && keptSettings(former, target.organizationId));
  if ('errors' in settings) return wrong(settings.errors, 'connect');

  const connected = await connectWorkspace.connect(
    { ...target, workspace: ref, isEnterpriseWide, settings },
    { userId, surface: 'form', reference: currentReference() },
  );
  if (!connected.ok) return say(connectFailedMessage(deps, connected.error), connecting.titlePlain);
  const { organization } = connected.value;
  const inviters = invitersOf(settings, inviteAdmins);
  const message = connectedMessage(organization, inviters);
  afterwards.push(() => messenger.tell({ userId }, message));
  const { channel } = settings;
  if (isAnnounced && channel) {
    const announcement = connectedAnnouncement(userId, organization, inviters);
    afterwards.push(() => messenger.announce({ channel, userId }, announcement));
  }
  return say(message, connecting.titlePlain);
}

async function change(
  deps: ListenerDeps,
  workspace: Workspace,
  guards: Guards,
  input: SettingsInput,
  connectionId: string,
): Promise<Answer> {
  const { connectWorkspace } = deps;
  const { inviteAdmins } = workspace;
  const found = await guards.connection(deps, workspace, input.userId);
  if (!found.ok) return say(found.error);
  const { connection } = found.value;
  if (connection.id !== connectionId) return say(startAgainMessage('settings'));
  const settings = settingsOf(input, connection.settings);
  if ('errors' in settings) return wrong(settings.errors, 'settings');

  const actor = { userId: input.userId, surface: 'form' as const, reference: currentReference() };
  const isChanged = await connectWorkspace.changeSettings(connection, settings, actor);
  return isChanged
    ? say(settingsChangedMessage(connection.organization, invitersOf(settings, inviteAdmins)))
    : say(startAgainMessage('settings'));
}

const say = (message: Message, title: string = connecting.settingsTitlePlain): Answer => ({
  view: messageModal(message, title),
});

/** Errors need no request to Piper, so `late` is only for when Slack or the storage is slow. */
const wrong = (errors: Record<string, string>, at: 'connect' | 'settings'): Answer => ({
  errors,
  late: messageModal(startAgainMessage(at), connecting.settingsTitlePlain),
});

/** The settings from the form, or errors by field. Fields that were not shown keep their former values. */
function settingsOf(
  input: SettingsInput,
  former: ConnectionSettings | undefined,
): ConnectionSettings | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const { userIds, channel } = input;
  const { roleIds = [], defaultRoleId } = input.roles ?? former ?? {};
  const roles = roleIds.length > 0 ? { roleIds } : {};
  const remindAfterDays = input.remindAfterDays ?? former?.remindAfterDays;
  const formerly = former?.whoMayInvite;
  const userGroupIds =
    input.userGroupIds ?? (formerly?.kind === 'chosen' ? formerly.userGroupIds : []);
  if (input.who === 'chosen' && userIds.length + userGroupIds.length === 0) {
    errors[settingsFields.users] = connecting.nobodyChosenPlain;
  }
  const { domains, leftovers } = parseDomains(input.domains);
  if (leftovers.length > 0) {
    errors[settingsFields.domains] = connecting.notADomainPlain(leftovers);
  }
  if (input.isAnnounced && !channel) {
    errors[settingsFields.announce] = connecting.noChannelPlain;
  }
  const whoMayInvite: WhoMayInvite =
    input.who === 'chosen' ? { kind: 'chosen', userIds, userGroupIds } : { kind: input.who };
  const { rules } = former ?? {};
  const settings: ConnectionSettings = {
    whoMayInvite,
    domains,
    ...roles,
    ...(defaultRoleId && { defaultRoleId }),
    ...(channel && { channel }),
    ...(remindAfterDays !== undefined && { remindAfterDays }),
    ...(rules && { rules }),
  };
  if (defaultRoleId && !isOffered({ id: defaultRoleId }, settings)) {
    errors[settingsFields.defaultRole] = connecting.notOfferedPlain;
  }
  return Object.keys(errors).length > 0 ? { errors } : settings;
}
