import type { ConnectionSettings } from '../../domain/connection.ts';
import type { PiperFailure } from '../../domain/failures.ts';
import { commands } from '../../ids.ts';
import { connecting } from '../../text/index.ts';
import type { Overtaken } from '../../usecases/connect-workspace.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import { type Message, textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { settingsModal } from '../../views/settings-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import { formatSettingsTarget } from '../payloads/connection-forms.ts';
import type { Workspace } from '../workspace.ts';
import type { Answer } from './answer-submission.ts';
import { type Again, offeredGroups } from './open-settings-form.ts';
import { settingsVersion } from './settings-version.ts';

const initialSettings: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };

/** The settings form for a new connection. Its initial values come from the workspace's former connection, unless it is shown again. */
export async function settingsStep(
  deps: ListenerDeps,
  workspace: Workspace,
  state: ConnectionState,
  chosen: { userId: string; pendingId: string; organizationId: string },
  again: Again = {},
): Promise<Answer> {
  const { userId, pendingId, organizationId } = chosen;
  const [opened, userGroups, overall] = await Promise.all([
    deps.connectWorkspace.open(pendingId, organizationId, workspace.ref, userId),
    workspace.userGroups.list(),
    deps.authorize.toConnect(workspace, userId, 'enterprise'),
  ]);
  if (!opened.ok) {
    return { view: messageModal(connectFailedMessage(deps, opened.error), connecting.titlePlain) };
  }
  const { organization, roles } = opened.value;
  const former = state.kind === 'connected' ? state.connection : undefined;
  const wide = former && 'enterpriseId' in former.scope ? former.organization : undefined;
  const settings = firstSettings(state, organization.id);
  const version = settingsVersion(settings);
  return {
    view: settingsModal({
      metadata: formatSettingsTarget({ pendingId, organizationId: organization.id, version }),
      version,
      organization,
      settings,
      ...again,
      roles,
      userGroups: offeredGroups(userGroups),
      isNew: true,
      enterprise: {
        isOffered: mayBeEnterpriseWide(workspace) && overall.allowed,
        // A new token for the same organization is most often meant for all, another organization is not.
        isWide: wide?.id === organization.id,
        ...(wide && { present: wide }),
      },
    }),
  };
}

/** The settings that a new connection begins with: those of the former one. Roles are kept only within the same organization. */
export function firstSettings(state: ConnectionState, organizationId: string): ConnectionSettings {
  if (state.kind !== 'connected') return initialSettings;
  const { organization, settings } = state.connection;
  if (organization.id === organizationId) return settings;
  const { roleIds: _, beyondOwnRole: __, defaultRoleId: ___, rules, ...kept } = settings;
  const others = rules?.filter(({ roles }) => roles === 'all');
  return { ...kept, ...(others && { rules: others }) };
}

/** Whether a connection can cover the workspace's whole Enterprise organization. */
export const mayBeEnterpriseWide = ({ isOrgWide, ref }: Workspace): boolean =>
  isOrgWide && ref.enterpriseId !== undefined;

/** The message that says why a connection could not be made. */
export function connectFailedMessage(
  { log }: ListenerDeps,
  failure: PiperFailure | Overtaken,
): Message {
  if (failure.kind === 'overtaken') return startAgainMessage('connect');
  log.error({ failure }, 'workspace could not be connected');
  return textMessage(
    [connecting.tokenFailurePlain(failure), connecting.tooLate(commands.invite)],
    currentReference(),
  );
}
