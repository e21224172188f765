import { rules as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { openRuleForm } from '../modals/open-rule-form.ts';
import {
  findShown,
  openRules,
  type RulesRequest,
  rulesNow,
  updateSettingsForm,
} from '../modals/rules.ts';
import { updateModal, viewOrError } from '../modals/update-modal.ts';
import { type RuleTarget, ruleButtonSchema, rulesButtonSchema } from '../payloads/rule-forms.ts';

/** The button of the settings form that leads to the rules. */
export const rulesButton =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, settingsForm } = rulesButtonSchema.parse(body);
    await ack();
    return openRules(guard, settingsForm)(deps, deps.workspaceOf(context), client, opener);
  };

/** The buttons of the list that open one rule, or the form for a new one. */
export const ruleButton =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, target } = ruleButtonSchema.parse(body);
    await ack();
    const { userId } = opener;
    return openRuleForm({ deps, guard, client, context, userId }, opener, target);
  };

/** The button of the list that removes a rule: the list is replaced with what it is now. */
export const removeRule =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { opener, target } = ruleButtonSchema.parse(body);
    await ack();
    const request = { deps, guard, client, context, userId: opener.userId };
    const view = await viewOrError(deps, remove(request, target), (message) =>
      messageModal(message, text.titlePlain),
    );
    await updateModal(deps, client, { view_id: target.listViewId }, view);
    await updateSettingsForm(request, target);
  };

async function remove(request: RulesRequest, target: RuleTarget) {
  const { deps, userId } = request;
  const found = await findShown(request, target);
  if (!found.ok) {
    return found.error === 'overtaken'
      ? rulesNow(request, target, text.overtaken)
      : messageModal(found.error, text.titlePlain);
  }
  const changed = await deps.changeRules(
    found.value.connection,
    { kind: 'remove', id: target.ruleId ?? '' },
    { userId, surface: 'button', reference: currentReference() },
  );
  return rulesNow(request, target, changed.ok ? undefined : text.overtaken);
}
