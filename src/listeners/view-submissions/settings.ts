import type { z } from 'zod';
import type { ConnectionSettings, WhoMayInvite } from '../../domain/connection.ts';
import { parseDomains } from '../../domain/domains.ts';
import { invitersOf } from '../../domain/policy.ts';
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
import { keptSettings, mayBeEnterpriseWide, notConnected } from '../modals/settings-step.ts';
import { parseSettingsTarget, settingsSchema } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';

type Given = z.infer<typeof settingsSchema>;

/** Who may make a connection for a workspace, or for all of an Enterprise organization, and who may change the one there is. */
type Guards = {
  workspace: Guard<ConnectionState>;
  enterprise: Guard<ConnectionState>;
  connection: Guard<Connected>;
};

/** Settings were given: a connection is made with them, or the one that there is changes. */
export const settingsSubmission =
  (deps: ListenerDeps, guards: Guards) =>
  async (args: SubmissionArgs): Promise<void> => {
    const given = settingsSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const target = parseSettingsTarget(given.metadata);
    const after: (() => Promise<unknown>)[] = [];
    const work =
      'connectionId' in target
        ? change(deps, workspace, guards, given, target.connectionId)
        : connect(deps, workspace, guards, given, target, after);
    await answerSubmission(deps, args, work, checkingModal());
    await Promise.all(after.map((tell) => tell()));
  };

async function connect(
  deps: ListenerDeps,
  workspace: Workspace,
  guards: Guards,
  given: Given,
  target: { pendingId: string; organizationId: string },
  after: (() => Promise<unknown>)[],
): Promise<Answer> {
  const { connectWorkspace, inviteAdmins } = deps;
  const { messenger, ref } = workspace;
  const { userId, isAnnounced } = given;
  const isEnterpriseWide = given.isEnterpriseWide && mayBeEnterpriseWide(workspace);
  const guard = isEnterpriseWide ? guards.enterprise : guards.workspace;
  const state = await guard(deps, workspace, userId);
  if (!state.ok) return say(state.error, connecting.titlePlain);
  const former = state.value.kind === 'connected' ? state.value.connection : undefined;
  const settings = settingsOf(given, former && keptSettings(former, target.organizationId));
  if ('errors' in settings) return wrong(settings.errors, 'connect');

  const connected = await connectWorkspace.connect(
    { ...target, workspace: ref, isEnterpriseWide, settings },
    { userId, surface: 'form', reference: currentReference() },
  );
  if (!connected.ok) return say(notConnected(deps, connected.error), connecting.titlePlain);
  const { organization } = connected.value;
  const inviters = invitersOf(settings, inviteAdmins);
  const message = connectedMessage(organization, inviters);
  after.push(() => messenger.tell({ userId }, message));
  const { channel } = settings;
  if (isAnnounced && channel) {
    const announcement = connectedAnnouncement(userId, organization, inviters);
    after.push(() => messenger.announce({ channel, userId }, announcement));
  }
  return say(message, connecting.titlePlain);
}

async function change(
  deps: ListenerDeps,
  workspace: Workspace,
  guards: Guards,
  given: Given,
  connectionId: string,
): Promise<Answer> {
  const { connectWorkspace, inviteAdmins } = deps;
  const found = await guards.connection(deps, workspace, given.userId);
  if (!found.ok) return say(found.error);
  const { connection } = found.value;
  if (connection.id !== connectionId) return say(startAgainMessage('settings'));
  const settings = settingsOf(given, connection.settings);
  if ('errors' in settings) return wrong(settings.errors, 'settings');

  const actor = { userId: given.userId, surface: 'form' as const, reference: currentReference() };
  const isChanged = await connectWorkspace.changeSettings(connection, settings, actor);
  return isChanged
    ? say(settingsChangedMessage(connection.organization, invitersOf(settings, inviteAdmins)))
    : say(startAgainMessage('settings'));
}

const say = (message: Message, title: string = connecting.settingsTitlePlain): Answer => ({
  view: messageModal(message, title),
});

/** What was given is checked without asking anybody, so that this is late only where Slack or the storage is slow. */
const wrong = (errors: Record<string, string>, at: 'connect' | 'settings'): Answer => ({
  errors,
  late: messageModal(startAgainMessage(at), connecting.settingsTitlePlain),
});

/** The settings as they were given, or what is wrong with them, by field. What was not shown stays as it was. */
function settingsOf(
  given: Given,
  former: ConnectionSettings | undefined,
): ConnectionSettings | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const { userIds, channel } = given;
  const { roleIds = [], defaultRoleId } = given.roles ?? former ?? {};
  const remindAfterDays = given.remindAfterDays ?? former?.remindAfterDays;
  const formerly = former?.whoMayInvite;
  const userGroupIds =
    given.userGroupIds ?? (formerly?.kind === 'chosen' ? formerly.userGroupIds : []);
  if (given.who === 'chosen' && userIds.length + userGroupIds.length === 0) {
    errors[settingsFields.users] = connecting.nobodyChosenPlain;
  }
  if (defaultRoleId && roleIds.length > 0 && !roleIds.includes(defaultRoleId)) {
    errors[settingsFields.defaultRole] = connecting.notOfferedPlain;
  }
  const { domains, leftovers } = parseDomains(given.domains);
  if (leftovers.length > 0) {
    errors[settingsFields.domains] = connecting.notADomainPlain(leftovers);
  }
  if (given.isAnnounced && !channel) {
    errors[settingsFields.announce] = connecting.noChannelPlain;
  }
  if (Object.keys(errors).length > 0) return { errors };

  const whoMayInvite: WhoMayInvite =
    given.who === 'chosen' ? { kind: 'chosen', userIds, userGroupIds } : { kind: given.who };
  return {
    whoMayInvite,
    domains,
    ...(roleIds.length > 0 && { roleIds }),
    ...(defaultRoleId && { defaultRoleId }),
    ...(channel && { channel }),
    ...(remindAfterDays !== undefined && { remindAfterDays }),
  };
}
