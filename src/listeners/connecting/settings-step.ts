import type { ConnectionSettings } from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import { currentReference } from '../../reference.ts';
import { connecting, trouble } from '../../text.ts';
import type { Overtaken } from '../../usecases/connect-workspace.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import { type Message, sentences } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { Workspace } from '../../workspaces.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Answer } from '../modals.ts';
import { groupsOf } from './open-settings-form.ts';
import { writeTarget } from './payloads.ts';

const unlimited: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };

/** The settings of a connection that is being made; they begin with those that the same organization had. */
export async function settingsStep(
  deps: ListenerDeps,
  workspace: Workspace,
  chosen: { userId: string; pendingId: string; organizationId: string },
): Promise<Answer> {
  const { userId, pendingId, organizationId } = chosen;
  const [opened, userGroups, state] = await Promise.all([
    deps.connectWorkspace.open(pendingId, organizationId, workspace.ref, userId),
    workspace.userGroups.list(),
    workspace.find(),
  ]);
  if (!opened.ok) return { view: messageModal(whyNot(deps, opened.error), connecting.titlePlain) };
  const { organization, roles } = opened.value;
  const former = state.kind === 'connected' ? state.connection : undefined;
  return {
    view: settingsModal({
      metadata: writeTarget({ pendingId, organizationId: organization.id }),
      organization,
      settings: former?.organization.id === organization.id ? former.settings : unlimited,
      roles,
      userGroups: groupsOf(userGroups),
      isNew: true,
      isEnterpriseOffered: workspace.isOrgWide && workspace.ref.enterpriseId !== undefined,
    }),
  };
}

/** Why a connection could not be made, for who makes it. */
export function whyNot({ log }: ListenerDeps, failure: PiperFailure | Overtaken): Message {
  if (failure.kind === 'overtaken') return startAgainMessage();
  log.error({ failure }, 'a workspace could not be connected');
  return sentences([trouble.noForm(failure)], currentReference());
}
