import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ConnectionSettings } from '../../domain/connection.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { slack } from '../../limits.ts';
import type { Origin } from '../../slack/workspaces.ts';
import { rules as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { digest } from '../../utils/digest.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { waitingModal } from '../../views/connect-modal.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import type { Message } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import { rulesModal } from '../../views/rules-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import { parseSettingsTarget } from '../payloads/connection-forms.ts';
import { formatRulesTarget, type RulesTarget, type RuleTarget } from '../payloads/rule-forms.ts';
import { guardedForm, type OpenForm } from './open-modal.ts';
import { settingsForm } from './open-settings-form.ts';
import { updateModal } from './update-modal.ts';

/** Names what the rules are now, so that a change can tell whether they still are what was shown. */
export const rulesVersion = ({ rules = [] }: ConnectionSettings): string => digest(rules);

/** Opens the list of rules; on top of the settings form, if it was opened from there. */
export const openRules = (
  guard: Guard<Connected>,
  beneath?: RulesTarget['settingsForm'],
): OpenForm =>
  guardedForm(guard, waitingModal(text.titlePlain), (connected) =>
    rulesList(connected, beneath && { settingsForm: beneath }),
  );

async function rulesList(
  { connection, piper }: Connected,
  { settingsForm: beneath }: Pick<RulesTarget, 'settingsForm'> = {},
  notice?: string,
): Promise<ModalView> {
  const { id, organization, settings } = connection;
  const roles =
    (await withTimeout(piper.roles(), slack.lookupBeforeAnswer)) ??
    err({ kind: 'unavailable' as const, contact: 'timed_out' as const });
  return rulesModal({
    metadata: formatRulesTarget({
      connectionId: id,
      version: rulesVersion(settings),
      ...(beneath && { settingsForm: beneath }),
    }),
    organization,
    settings,
    roles,
    isAlone: beneath === undefined,
    notice,
  });
}

/** Whose rules somebody changes, for whom they are shown again. */
export type RulesRequest = {
  deps: ListenerDeps;
  guard: Guard<Connected>;
  client: webApi.WebClient;
  context: Origin;
  userId: string;
};

/** The connection, if its rules are still what was shown; else the message that says why there is none, or `overtaken`. */
export async function findShown(
  { deps, guard, context, userId }: RulesRequest,
  { connectionId, version, ruleId }: RuleTarget,
): Promise<Result<Connected, Message | 'overtaken'>> {
  const found = await guard(deps, deps.workspaceOf(context), userId);
  if (!found.ok) return found;
  const { id, settings } = found.value.connection;
  if (id !== connectionId) return err(startAgainMessage('rules'));
  const isThere = ruleId === undefined || settings.rules?.some((rule) => rule.id === ruleId);
  return isThere && rulesVersion(settings) === version ? ok(found.value) : err('overtaken');
}

/** The list as it is now, or why it can't be shown. */
export async function rulesNow(
  { deps, guard, context, userId }: RulesRequest,
  target: RulesTarget,
  notice?: string,
): Promise<ModalView> {
  const found = await guard(deps, deps.workspaceOf(context), userId);
  if (!found.ok) return messageModal(found.error, text.titlePlain);
  return found.value.connection.id === target.connectionId
    ? rulesList(found.value, target, notice)
    : messageModal(startAgainMessage('rules'), text.titlePlain);
}

/** Shows the list as it is now beneath the rule on top of it. False if that did not work. */
export async function updateList(
  request: RulesRequest,
  target: RuleTarget,
  notice?: string,
): Promise<boolean> {
  const { deps, client } = request;
  try {
    const view = await rulesNow(request, target, notice);
    return await updateModal(deps, client, { view_id: target.listViewId }, view);
  } catch (error) {
    deps.log.error({ err: error }, 'list of rules could not be updated');
    return false;
  }
}

/** Shows the number of rules in the settings form beneath the list, which keeps everything that was put into it. */
export async function updateSettingsForm(
  { deps, guard, client, context, userId }: RulesRequest,
  { connectionId, settingsForm: beneath }: RulesTarget,
): Promise<void> {
  if (!beneath) return;
  try {
    const { version } = parseSettingsTarget(beneath.metadata);
    const workspace = deps.workspaceOf(context);
    const found = await guard(deps, workspace, userId);
    if (!found.ok || found.value.connection.id !== connectionId) return;
    // Without them there is no form, and what was put into it would be lost.
    if (!(await found.value.piper.roles()).ok) return;
    const view = await settingsForm(found.value, deps, workspace, { version });
    await updateModal(deps, client, { view_id: beneath.viewId }, view);
  } catch (error) {
    deps.log.error({ err: error }, 'settings form could not be updated');
  }
}
