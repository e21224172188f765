import type { App } from '@slack/bolt';
import {
  actions,
  askingFields,
  commands,
  fields,
  historyFields,
  homeEvent,
  requestFields,
  roleFields,
  settingsFields,
  shortcuts,
  uninstallEvents,
  views,
} from '../ids.ts';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { answerPresser } from './actions/answer-presser.ts';
import { askAgain } from './actions/ask-again.ts';
import { askRenewal } from './actions/ask-renewal.ts';
import { cancelBatch } from './actions/cancel-batch.ts';
import { roleButton } from './actions/change-role.ts';
import { connectButton } from './actions/connect-button.ts';
import {
  approveRequest,
  cancelRequest,
  changeRequest,
  denyRequest,
  seeRequest,
} from './actions/decide-request.ts';
import { exportHistory } from './actions/export-history.ts';
import { exportRecord } from './actions/export-record.ts';
import { listPage } from './actions/list-page.ts';
import { moreSources } from './actions/more-sources.ts';
import { formButton } from './actions/open-form.ts';
import { personMenu } from './actions/person-menu.ts';
import { previewAll, previewPage } from './actions/preview-page.ts';
import { retryBatch } from './actions/retry-batch.ts';
import { removeRule, ruleButton, rulesButton } from './actions/rules.ts';
import { runSuggestion } from './actions/run-suggestion.ts';
import { invitedPage, seeInvited } from './actions/see-invited.ts';
import { turnHistory } from './actions/turn-history.ts';
import { turnHome } from './actions/turn-home.ts';
import { carryOut } from './commands/carry-out.ts';
import { changeRole } from './commands/change-role.ts';
import { check } from './commands/check.ts';
import { form } from './commands/form.ts';
import { help, impossible, incomplete, notUnderstood } from './commands/help.ts';
import { invite } from './commands/invite.ts';
import { askForLink, link, showLink, unlink } from './commands/link.ts';
import { list } from './commands/list.ts';
import { requestsCommand } from './commands/list-requests.ts';
import { maybeRole } from './commands/maybe-role.ts';
import { personStatus } from './commands/person-status.ts';
import { opening, piperInvite, runCommand } from './commands/piper-invite.ts';
import { workspaceStatus } from './commands/workspace-status.ts';
import type { ListenerDeps } from './deps.ts';
import { appHomeOpened } from './events/app-home-opened.ts';
import { appUninstalled } from './events/app-uninstalled.ts';
import { requireChecker, requireOwnChecker } from './guards/require-checker.ts';
import { requireAcceptedConnection, requireConnection } from './guards/require-connection.ts';
import {
  requireConnectionAdmin,
  requireEnterpriseAdmin,
  requireWorkspaceAdmin,
} from './guards/require-connection-admin.ts';
import { requireExporter } from './guards/require-exporter.ts';
import {
  requireAsker,
  requireMember,
  requireReader,
  requireRoleChanger,
} from './guards/require-inviter.ts';
import { requireLinkAsker, requireLinker } from './guards/require-linker.ts';
import { requireSearcher } from './guards/require-searcher.ts';
import { homeAfter } from './home/home-after.ts';
import { createHomes } from './home/homes.ts';
import type { ErrorBoundary } from './middleware/error-boundary.ts';
import { requireInstallation } from './middleware/require-installation.ts';
import { createRoutes } from './middleware/routes.ts';
import type { RequestTracker } from './middleware/track-requests.ts';
import { createLedToConnect } from './modals/led-to-connect.ts';
import { openAskingForm } from './modals/open-asking-form.ts';
import { openConnectForm } from './modals/open-connect-form.ts';
import { openDisconnectForm } from './modals/open-disconnect-form.ts';
import { openHistory } from './modals/open-history.ts';
import { openInviteForm } from './modals/open-invite-form.ts';
import { openRequests } from './modals/open-requests.ts';
import { openSettingsForm } from './modals/open-settings-form.ts';
import { openRules } from './modals/rules.ts';
import { leaveOutOptions, requestRoleOptions } from './options/request-form.ts';
import { roleOptions, toChange, toFind, toInvite } from './options/roles.ts';
import { settingsRoleOptions } from './options/settings-roles.ts';
import { userGroupOptions } from './options/user-groups.ts';
import { inviteShortcut } from './shortcuts/invite.ts';
import { inviteFromMessage } from './shortcuts/invite-from-message.ts';
import { askingSubmission } from './view-submissions/asking.ts';
import { changeRequestSubmission } from './view-submissions/change-request.ts';
import { roleSubmission } from './view-submissions/change-role.ts';
import { roleConfirmation } from './view-submissions/confirm-role.ts';
import { organizationSubmission } from './view-submissions/connect-organization.ts';
import { tokenSubmission } from './view-submissions/connect-token.ts';
import { denySubmission } from './view-submissions/deny-request.ts';
import { disconnectSubmission } from './view-submissions/disconnect.ts';
import { historySubmission } from './view-submissions/history.ts';
import { inviteSubmission } from './view-submissions/invite.ts';
import { previewSubmission } from './view-submissions/preview.ts';
import { ruleSubmission } from './view-submissions/rule.ts';
import { settingsSubmission } from './view-submissions/settings.ts';

/** What finishes commands that Slack was told are accepted, with the same guard as their routes. */
export const endsOfCommands = (
  deps: ListenerDeps,
  workspaceAt: Parameters<typeof carryOut>[1],
): ReturnType<typeof carryOut> => carryOut(deps, workspaceAt, requireAsker);

const nobodyYet = { userIds: [], addresses: [] };

/** All routes from Slack, each with its guard beside it. */
export function registerListeners(
  bolt: App,
  deps: ListenerDeps,
  middleware: {
    requests: RequestTracker;
    boundary: ErrorBoundary;
    /** The workspace that the process serves, if it serves only one. */
    workspace: () => BotIdentity | undefined;
  },
): void {
  const { requests, boundary, workspace } = middleware;
  const { command, shortcut, action, event, options } = boundary;
  const homes = createHomes(deps);
  const thenHome = homeAfter(homes);
  const submission: typeof boundary.submission = (listener) =>
    boundary.submission(thenHome(listener));
  const answer = answerPresser(deps, homes, requireConnection);
  const ledToConnect = createLedToConnect(deps);
  const openConnect = openConnectForm(requireWorkspaceAdmin);
  const openSettings = openSettingsForm(requireConnectionAdmin);
  const openAsking = openAskingForm(requireConnectionAdmin);
  const openDisconnect = openDisconnectForm(requireConnectionAdmin);

  const routes = createRoutes();
  bolt.use(requests.track);
  bolt.use(requireInstallation(workspace, deps.log));
  bolt.use(routes.route);

  const run = runCommand({
    help,
    not_understood: notUnderstood,
    incomplete,
    impossible: impossible(requireReader),
    form: form(requireAsker),
    invite: invite(requireAsker),
    maybe_role: maybeRole(requireAsker),
    requests: requestsCommand(requireConnection),
    list: list(requireReader),
    // For every full member, since it also says what they may do.
    status: workspaceStatus(requireConnection),
    status_of: personStatus(requireReader),
    role: changeRole(requireRoleChanger),
    link: link(requireLinker),
    show_link: showLink(requireLinker),
    unlink: unlink(requireLinker),
    ask_for_link: askForLink(requireLinkAsker),
    check: check({ own: requireOwnChecker, others: requireChecker }),
    connect: opening(openConnect),
    settings: opening(openSettings),
    rules: opening(openRules(requireConnectionAdmin)),
    approvals: opening(openAsking),
    history: opening(openHistory(requireSearcher)),
    disconnect: opening(openDisconnect),
  });
  routes.command(commands.invite, command(piperInvite(deps, run)));
  routes.shortcut(
    shortcuts.invite,
    shortcut(inviteShortcut(deps, openInviteForm(requireAsker, nobodyYet))),
  );
  routes.messageShortcut(
    shortcuts.inviteFromMessage,
    shortcut(inviteFromMessage(deps, requireAsker)),
  );
  // No guard of its own: the command that it runs has one.
  routes.action(actions.suggestion, action(runSuggestion(deps, run)));

  routes.view(views.invite, submission(inviteSubmission(deps, requireAsker)));
  routes.view(views.preview, submission(previewSubmission(deps, requireAsker)));
  routes.view(views.asking, submission(askingSubmission(deps, requireConnectionAdmin)));
  const changeSubmission = changeRequestSubmission(deps, requireAcceptedConnection);
  routes.view(views.changeRequest, submission(changeSubmission));
  routes.view(views.denyRequest, submission(denySubmission(deps, requireConnection)));
  routes.view(views.history, boundary.submission(historySubmission(deps, requireSearcher)));
  routes.view(views.role, submission(roleSubmission(deps, requireRoleChanger)));
  routes.view(views.roleConfirm, submission(roleConfirmation(deps, requireRoleChanger)));
  routes.view(views.connect, submission(tokenSubmission(deps, requireWorkspaceAdmin)));
  routes.view(views.organization, submission(organizationSubmission(deps, requireWorkspaceAdmin)));
  routes.view(views.disconnect, submission(disconnectSubmission(deps, requireConnectionAdmin)));
  const settingsGuards = {
    workspace: requireWorkspaceAdmin,
    enterprise: requireEnterpriseAdmin,
    connection: requireConnectionAdmin,
  };
  routes.view(views.settings, submission(settingsSubmission(deps, settingsGuards, ledToConnect)));
  routes.view(views.rule, submission(ruleSubmission(deps, requireConnectionAdmin)));

  routes.action(actions.connect, action(connectButton(deps, ledToConnect, openConnect)));
  routes.action(actions.askRenewal, action(askRenewal(deps, homes, requireMember)));
  routes.action(actions.settings, action(formButton(deps, openSettings)));
  routes.action(actions.asking, action(formButton(deps, openAsking)));
  routes.action(actions.disconnect, action(formButton(deps, openDisconnect)));
  routes.action(actions.rules, action(rulesButton(deps, requireConnectionAdmin)));
  routes.action(actions.addRule, action(ruleButton(deps, requireConnectionAdmin)));
  routes.action(actions.editRule, action(ruleButton(deps, requireConnectionAdmin)));
  routes.action(actions.removeRule, action(removeRule(deps, requireConnectionAdmin)));
  routes.action(actions.retry, action(thenHome(retryBatch(deps, requireAsker))));
  routes.action(actions.changeRole, action(roleButton(deps, requireRoleChanger)));
  routes.action(actions.seeInvited, action(seeInvited(deps, requireReader)));
  routes.action(actions.invitedEarlier, action(invitedPage(deps, requireReader)));
  routes.action(actions.invitedLater, action(invitedPage(deps, requireReader)));
  const menu = personMenu(deps, { status: requireReader, role: requireRoleChanger });
  routes.action(actions.personMore, action(menu));
  routes.action(actions.listNewer, action(listPage(deps, requireReader)));
  routes.action(actions.listOlder, action(listPage(deps, requireReader)));
  // No guard of its own: it only makes room in a form, which has one when it is sent.
  routes.action(actions.moreSources, action(moreSources(deps)));
  routes.action(actions.previewAll, action(previewAll(deps, requireAsker)));
  routes.action(actions.previewEarlier, action(previewPage(deps, requireAsker)));
  routes.action(actions.previewLater, action(previewPage(deps, requireAsker)));
  // Who may decide depends on the request, so that is found out with it.
  routes.action(
    actions.approveRequest,
    action(approveRequest(deps, requireAcceptedConnection, answer)),
  );
  routes.action(actions.changeRequest, action(changeRequest(deps, requireAcceptedConnection)));
  routes.action(actions.denyRequest, action(denyRequest(deps, requireConnection)));
  routes.action(actions.seeRequest, action(seeRequest(deps, requireConnection)));
  routes.action(actions.cancelRequest, action(cancelRequest(deps, answer)));
  routes.action(actions.askAgain, action(askAgain(deps, requireAsker)));
  // No guard: `mayCancel` also allows the batch's inviter, even if they may no longer invite.
  routes.action(actions.cancel, action(thenHome(cancelBatch(deps))));

  routes.event(homeEvent, event(appHomeOpened(homes)));
  routes.action(
    actions.homeInvite,
    action(formButton(deps, openInviteForm(requireAsker, nobodyYet))),
  );
  routes.action(actions.homeRules, action(formButton(deps, openRules(requireConnectionAdmin))));
  routes.action(actions.homeRequests, action(formButton(deps, openRequests(requireConnection))));
  routes.action(actions.exportRecord, action(exportRecord(deps, homes, requireExporter)));
  routes.action(actions.homeHistory, action(formButton(deps, openHistory(requireSearcher))));
  routes.action(actions.historyNewer, action(turnHistory(deps, requireSearcher, 'notOlderThan')));
  routes.action(actions.historyOlder, action(turnHistory(deps, requireSearcher, 'olderThan')));
  routes.action(actions.exportHistory, action(exportHistory(deps, requireExporter)));
  routes.action(actions.homeNewer, action(turnHome(homes, 'newerThan')));
  routes.action(actions.homeOlder, action(turnHome(homes, 'olderThan')));

  routes.options(fields.role, options(roleOptions(deps, requireAsker, toInvite)));
  routes.options(roleFields.newRole, options(roleOptions(deps, requireRoleChanger, toChange)));
  routes.options(historyFields.role, options(roleOptions(deps, requireSearcher, toFind)));
  routes.options(requestFields.role, options(requestRoleOptions(deps, requireAcceptedConnection)));
  routes.options(requestFields.leaveOut, options(leaveOutOptions(deps, requireAcceptedConnection)));
  routes.options(fields.userGroups, options(userGroupOptions(deps, requireAsker)));
  routes.options(settingsFields.roles, options(settingsRoleOptions(deps, settingsGuards)));
  routes.options(askingFields.twoApprovals, options(settingsRoleOptions(deps, settingsGuards)));
  routes.options(askingFields.beyond, options(settingsRoleOptions(deps, settingsGuards)));
  routes.options(settingsFields.defaultRole, options(settingsRoleOptions(deps, settingsGuards)));

  for (const name of uninstallEvents) routes.event(name, event(appUninstalled(deps)));
}
