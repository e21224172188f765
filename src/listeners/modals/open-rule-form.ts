import type { ModalView } from '@slack/types';
import type { Rule } from '../../domain/rule.ts';
import { isFull } from '../../domain/rule-change.ts';
import { errors, rules as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import type { Risk } from '../../views/fields.ts';
import { textMessage } from '../../views/message.ts';
import { ruleMessageModal, ruleModal } from '../../views/rule-modal.ts';
import { formatRulesTarget, type RuleTarget } from '../payloads/rule-forms.ts';
import type { Workspace } from '../workspace.ts';
import { type Opener, openModal } from './open-modal.ts';
import { offeredGroups } from './open-settings-form.ts';
import { type RulesRequest, rulesVersion, updateList } from './rules.ts';

/** Opens one rule on top of the list, as it is now, or the form for a new one. */
export async function openRuleForm(
  request: RulesRequest,
  opener: Opener,
  target: RuleTarget,
): Promise<void> {
  const { deps, client, context } = request;
  const workspace = deps.workspaceOf(context);
  await openModal(deps, workspace, client, opener, {
    loading: ruleMessageModal(textMessage([text.loading])),
    load: () => loadRule(request, workspace, target),
  });
}

async function loadRule(
  request: RulesRequest,
  workspace: Workspace,
  target: RuleTarget,
): Promise<ModalView> {
  const { deps, guard, userId } = request;
  const found = await guard(deps, workspace, userId);
  if (!found.ok) return ruleMessageModal(found.error);
  const { connection } = found.value;
  if (connection.id !== target.connectionId) return ruleMessageModal(startAgainMessage('rules'));
  const { rules = [] } = connection.settings;
  const rule = rules.find(({ id }) => id === target.ruleId);
  const isLost = target.ruleId === undefined ? isFull(rules) : !rule;
  if (!isLost) return ruleForm(request, found.value, target, { rule });
  await updateList(request, target);
  return ruleMessageModal(textMessage([target.ruleId === undefined ? text.full : text.gone]));
}

/** The form with a rule, or with what somebody wants to save, and the risk of that. */
export async function ruleForm(
  { deps, context }: RulesRequest,
  { connection, piper }: Connected,
  target: RuleTarget,
  shown: { rule?: Rule | undefined; risk?: Risk } = {},
): Promise<ModalView> {
  const [roles, userGroups] = await Promise.all([
    piper.roles(),
    deps.workspaceOf(context).userGroups.list(),
  ]);
  if (!roles.ok) {
    deps.log.error({ failure: roles.error }, 'roles could not be read for a rule');
    return ruleMessageModal(textMessage([errors.noForm(roles.error)], currentReference()));
  }
  return ruleModal({
    ...shown,
    metadata: formatRulesTarget({ ...target, version: rulesVersion(connection.settings) }),
    isNew: target.ruleId === undefined,
    roles: roles.value,
    userGroups: offeredGroups(userGroups),
  });
}
