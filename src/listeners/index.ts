import type { App } from '@slack/bolt';
import {
  actions,
  commands,
  fields,
  roleFields,
  settingsFields,
  uninstallEvents,
  views,
} from '../ids.ts';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { cancelBatch } from './actions/cancel-batch.ts';
import { roleButton } from './actions/change-role.ts';
import { openInvitesButton } from './actions/list-page.ts';
import { formButton } from './actions/open-form.ts';
import { retryBatch } from './actions/retry-batch.ts';
import { piperInvite } from './commands/piper-invite.ts';
import type { ListenerDeps } from './deps.ts';
import { uninstalled } from './events/app-uninstalled.ts';
import type { ErrorBoundary } from './middleware/error-boundary.ts';
import { requireInstallation } from './middleware/require-installation.ts';
import type { Requests } from './middleware/track-requests.ts';
import { openConnectForm } from './modals/open-connect-form.ts';
import { openDisconnectForm } from './modals/open-disconnect-form.ts';
import { openSettingsForm } from './modals/open-settings-form.ts';
import { roleOptions } from './options/roles.ts';
import { settingsRoleOptions } from './options/settings-roles.ts';
import { userGroupOptions } from './options/user-groups.ts';
import { roleSubmission } from './view-submissions/change-role.ts';
import { organizationSubmission } from './view-submissions/connect-organization.ts';
import { tokenSubmission } from './view-submissions/connect-token.ts';
import { disconnectSubmission } from './view-submissions/disconnect.ts';
import { inviteSubmission } from './view-submissions/invite.ts';
import { previewSubmission } from './view-submissions/preview.ts';
import { settingsSubmission } from './view-submissions/settings.ts';

/** Everything that Slack can ask of the product. Who may do what is asked in each listener, by the policy. */
export function registerListeners(
  bolt: App,
  deps: ListenerDeps,
  guards: {
    requests: Requests;
    boundary: ErrorBoundary;
    workspace: () => BotIdentity | undefined;
  },
): void {
  const { requests, boundary, workspace } = guards;

  bolt.use(requests.track);
  bolt.use(requireInstallation(workspace, deps.log));

  bolt.command(commands.invite, boundary.command(piperInvite(deps)));

  bolt.view(views.invite, boundary.submission(inviteSubmission(deps)));
  bolt.view(views.preview, boundary.submission(previewSubmission(deps)));
  bolt.view(views.connect, boundary.submission(tokenSubmission(deps)));
  bolt.view(views.organization, boundary.submission(organizationSubmission(deps)));
  bolt.view(views.settings, boundary.submission(settingsSubmission(deps)));
  bolt.view(views.role, boundary.submission(roleSubmission(deps)));
  bolt.view(views.disconnect, boundary.submission(disconnectSubmission(deps)));

  bolt.action(actions.connect, boundary.action(formButton(deps, openConnectForm)));
  bolt.action(actions.settings, boundary.action(formButton(deps, openSettingsForm)));
  bolt.action(actions.disconnect, boundary.action(formButton(deps, openDisconnectForm)));

  bolt.action(actions.cancel, boundary.action(cancelBatch(deps)));
  bolt.action(actions.retry, boundary.action(retryBatch(deps)));
  bolt.action(actions.changeRole, boundary.action(roleButton(deps)));
  bolt.action(actions.listNewer, boundary.action(openInvitesButton(deps)));
  bolt.action(actions.listOlder, boundary.action(openInvitesButton(deps)));

  for (const event of uninstallEvents) bolt.event(event, boundary.event(uninstalled(deps)));

  bolt.options(fields.role, boundary.options(roleOptions(deps)));
  bolt.options(fields.userGroups, boundary.options(userGroupOptions(deps)));
  bolt.options(roleFields.newRole, boundary.options(roleOptions(deps)));
  bolt.options(settingsFields.roles, boundary.options(settingsRoleOptions(deps)));
  bolt.options(settingsFields.defaultRole, boundary.options(settingsRoleOptions(deps)));
}
