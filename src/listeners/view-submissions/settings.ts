import { invitersOf } from '../../domain/policy.ts';
import { ok } from '../../domain/result.ts';
import { ruleOfForm } from '../../domain/rules.ts';
import { settingsBlock } from '../../ids.ts';
import { connecting } from '../../text/index.ts';
import type { Connected, ConnectionState } from '../../usecases/find-connection.ts';
import { digest } from '../../utils/digest.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { checkingModal, waitingModal } from '../../views/connect-modal.ts';
import {
  connectedAnnouncement,
  connectedMessage,
  settingsChangedMessage,
  startAgainMessage,
} from '../../views/connection-messages.ts';
import { withFirstSteps } from '../../views/help.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { saverOf } from '../modals/beyond-concern.ts';
import type { LedToConnect } from '../modals/led-to-connect.ts';
import { type Again, settingsForm } from '../modals/open-settings-form.ts';
import { concernOf } from '../modals/settings-concern.ts';
import { type SettingsInput, settingsOf } from '../modals/settings-input.ts';
import {
  connectFailedMessage,
  firstSettings,
  mayBeEnterpriseWide,
  settingsStep,
} from '../modals/settings-step.ts';
import { settingsVersion } from '../modals/settings-version.ts';
import {
  parseSettingsTarget,
  type SettingsTarget,
  settingsSchema,
} from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';

/** Guards for connecting a workspace, connecting a whole Enterprise organization, and changing a connection. */
type Guards = {
  workspace: Guard<ConnectionState>;
  enterprise: Guard<ConnectionState>;
  connection: Guard<Connected>;
};

type Submitted<Target = SettingsTarget> = {
  deps: ListenerDeps;
  workspace: Workspace;
  guards: Guards;
  input: SettingsInput;
  target: Target;
};

/** The settings form was submitted: creates a connection with them, or changes the existing one. */
export const settingsSubmission =
  (deps: ListenerDeps, guards: Guards, ledToConnect: LedToConnect) =>
  async (args: SubmissionArgs): Promise<void> => {
    const input = settingsSchema.parse(args.body);
    const workspace = deps.workspaceOf(args.context);
    const target = parseSettingsTarget(input.metadata);
    const submitted = { deps, workspace, guards, input };
    const afterwards: (() => Promise<unknown>)[] = [];
    if ('connectionId' in target) {
      const meanwhile = waitingModal(connecting.settingsTitlePlain);
      await answerSubmission(deps, args, change({ ...submitted, target }), meanwhile);
    } else {
      const told = (message: Message) => async () => {
        const { userId } = input;
        const responseUrl = ledToConnect.take({ workspace, userId });
        return responseUrl
          ? workspace.messenger.replace({ userId, responseUrl }, message)
          : workspace.messenger.tell({ userId }, message);
      };
      const work = connect({ ...submitted, target }, told, afterwards);
      await answerSubmission(deps, args, work, checkingModal());
    }
    await Promise.all(afterwards.map((notify) => notify()));
  };

async function connect(
  {
    deps,
    workspace,
    guards,
    input,
    target,
  }: Submitted<{
    pendingId: string;
    organizationId: string;
    version: string;
  }>,
  /** Tells whoever did it, in place of the message that led them here. */
  told: (message: Message) => () => Promise<unknown>,
  afterwards: (() => Promise<unknown>)[],
): Promise<Answer> {
  const { connectWorkspace } = deps;
  const { messenger, ref, inviteAdmins } = workspace;
  const { userId, isAnnounced } = input;
  const { pendingId, organizationId, version } = target;
  const isEnterpriseWide = input.isEnterpriseWide && mayBeEnterpriseWide(workspace);
  const guard = isEnterpriseWide ? guards.enterprise : guards.workspace;
  const state = await guard(deps, workspace, userId);
  if (!state.ok) return say(state.error, connecting.titlePlain);
  const again = (shown: Again) =>
    settingsStep(deps, workspace, state.value, { userId, pendingId, organizationId }, shown);
  const former = firstSettings(state.value, organizationId);
  if (settingsVersion(former) !== version) return again({ notice: connecting.changedMeanwhile });
  const settings = settingsOf(input, former);
  if ('errors' in settings) return wrong(settings.errors, target);

  if (settings.beyondOwnRole) {
    const found = await connectWorkspace.seenBy(pendingId, organizationId, ref, userId);
    if (!found.ok) return say(connectFailedMessage(deps, found.error), connecting.titlePlain);
    const { details, roles } = found.value;
    const own = { kind: 'known', own: details.tokenRole } as const;
    const concern = concernOf(settings, input, ok({ own, roles, organization: details.name }));
    if (concern) {
      return 'errors' in concern ? wrong(concern.errors, target) : again({ settings, ...concern });
    }
  }
  const connected = await connectWorkspace.connect(
    { pendingId, organizationId, workspace: ref, isEnterpriseWide, settings },
    { userId, surface: 'form', reference: currentReference() },
  );
  if (!connected.ok) return say(connectFailedMessage(deps, connected.error), connecting.titlePlain);
  const { organization } = connected.value;
  const inviters = invitersOf(settings, inviteAdmins);
  const message = connectedMessage(organization, inviters);
  afterwards.push(told(withFirstSteps(message)));
  const { channel } = settings;
  if (isAnnounced && channel) {
    const announcement = connectedAnnouncement(userId, organization, inviters);
    afterwards.push(() => messenger.announce({ channel, userId }, announcement));
  }
  return say(message, connecting.titlePlain);
}

async function change({
  deps,
  workspace,
  guards,
  input,
  target,
}: Submitted<{ connectionId: string; version: string }>): Promise<Answer> {
  const { connectWorkspace } = deps;
  const found = await guards.connection(deps, workspace, input.userId);
  if (!found.ok) return say(found.error);
  const { connection } = found.value;
  if (connection.id !== target.connectionId) return say(startAgainMessage('settings'));
  const again = async (shown: Again): Promise<Answer> => ({
    view: await settingsForm(found.value, deps, workspace, shown),
  });
  if (settingsVersion(connection.settings) !== target.version) {
    return again({ notice: connecting.changedMeanwhile });
  }
  const settings = settingsOf(input, connection.settings);
  if ('errors' in settings) return wrong(settings.errors, target);

  // Whoever saves what others could do before gives nobody anything.
  const isAsBefore = digest(ruleOfForm(settings)) === digest(ruleOfForm(connection.settings));
  if (settings.beyondOwnRole && !isAsBefore) {
    const saver = await saverOf(deps, workspace, input.userId, found.value);
    const concern = concernOf(settings, input, saver);
    if (concern) {
      return 'errors' in concern ? wrong(concern.errors, target) : again({ settings, ...concern });
    }
  }
  const actor = { userId: input.userId, surface: 'form' as const, reference: currentReference() };
  const isChanged = await connectWorkspace.changeSettings(connection, settings, actor);
  const inviters = invitersOf(settings, workspace.inviteAdmins);
  return say(
    isChanged
      ? settingsChangedMessage(connection.organization, inviters)
      : startAgainMessage('settings'),
  );
}

const say = (message: Message, title: string = connecting.settingsTitlePlain): Answer => ({
  view: messageModal(message, title),
});

/** Errors by field, or all of them when Slack has shown something else meanwhile. */
const wrong = (errors: Record<string, string>, target: SettingsTarget): Answer => ({
  errors: Object.fromEntries(
    Object.entries(errors).map(([field, words]) => [settingsBlock(field, target.version), words]),
  ),
  late: messageModal(
    startAgainMessage('connectionId' in target ? 'settings' : 'connect', Object.values(errors)),
    connecting.settingsTitlePlain,
  ),
});
