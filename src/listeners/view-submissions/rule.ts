import { parseDomains } from '../../domain/domains.ts';
import { rules as limits } from '../../domain/limits.ts';
import type { Rule, Who } from '../../domain/rule.ts';
import { nameProblem, ruleName } from '../../domain/rule-change.ts';
import { ruleFields } from '../../ids.ts';
import { connecting, rules as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { digest } from '../../utils/digest.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import { textMessage } from '../../views/message.ts';
import { ruleMessageModal, ruleSavingModal } from '../../views/rule-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { concernAbout, saverOf } from '../modals/beyond-concern.ts';
import { ruleForm } from '../modals/open-rule-form.ts';
import { findShown, type RulesRequest, updateList, updateSettingsForm } from '../modals/rules.ts';
import { type RuleInput, ruleSchema } from '../payloads/rule-forms.ts';

/** A rule was saved: closes it, and shows the list beneath it as it is now. */
export const ruleSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const { client, context } = args;
    const input = ruleSchema.parse(args.body);
    const request = { deps, guard, client, context, userId: input.userId };
    const work = save(request, input);
    await answerSubmission(deps, args, work, ruleSavingModal());
    const isBack = await work.then(
      (answer) => 'isBack' in answer,
      () => false,
    );
    if (isBack) await updateSettingsForm(request, input.target);
  };

async function save(request: RulesRequest, input: RuleInput): Promise<Answer> {
  const { deps, userId } = request;
  const { target } = input;
  const found = await findShown(request, target);
  if (!found.ok) {
    return found.error === 'overtaken'
      ? backToList(request, input, text.overtaken)
      : { view: ruleMessageModal(found.error) };
  }
  const rule = await ruleOf(request, found.value, input);
  if ('errors' in rule) return wrong(rule.errors);

  const concern = await concernOf(request, found.value, rule, input);
  if (concern) {
    return 'errors' in concern
      ? wrong(concern.errors)
      : { view: await ruleForm(request, found.value, target, { rule, ...concern }) };
  }
  const changed = await deps.changeRules(
    found.value.connection,
    { kind: target.ruleId === undefined ? 'add' : 'edit', rule },
    { userId, surface: 'form', reference: currentReference() },
  );
  if (changed.ok) return backToList(request, input);
  return backToList(request, input, changed.error === 'full' ? text.full : text.overtaken);
}

/** `problem`: why nothing was saved. */
async function backToList(
  request: RulesRequest,
  { target }: RuleInput,
  problem?: string,
): Promise<Answer> {
  const isUpdated = await updateList(request, target, problem);
  const message = ruleMessageModal(textMessage([problem ?? text.saved]));
  return isUpdated ? { isBack: true, late: message } : { view: message };
}

/** Errors by field, or all of them when Slack has shown something else meanwhile. */
const wrong = (errors: Errors): Answer => ({
  errors,
  late: ruleMessageModal(startAgainMessage('rules', Object.values(errors))),
});

type Errors = Record<string, string>;

/** The rule from the form, or errors by field. Fields that were not shown keep their former values. */
async function ruleOf(
  request: RulesRequest,
  connected: Connected,
  input: RuleInput,
): Promise<Rule | { errors: Errors }> {
  const { rules = [] } = connected.connection.settings;
  const former = rules.find(({ id }) => id === input.target.ruleId);
  const others = rules.filter((rule) => rule !== former);
  const { domains, leftovers } = parseDomains(input.domains);
  const rule: Rule = {
    id: former?.id ?? request.deps.newId(),
    name: ruleName(input.name),
    who: whoOf(input, former),
    roles: rolesOf(input, former),
    domains: domains.length > 0 ? domains : 'all',
    fate: input.fate,
    ...(input.isBeyond && { beyondOwnRole: true }),
  };
  const errors = {
    ...nameErrors(rule, others),
    ...whoErrors(rule),
    ...(leftovers.length > 0 && { [ruleFields.domains]: connecting.notADomainPlain(leftovers) }),
    ...(await roleErrors(connected, rule, former)),
  };
  return Object.keys(errors).length > 0 ? { errors } : rule;
}

function whoOf({ who, userIds, userGroupIds }: RuleInput, former: Rule | undefined): Who {
  if (who !== 'chosen') return { kind: who };
  const kept = former?.who.kind === 'chosen' ? former.who.userGroupIds : [];
  return { kind: 'chosen', userIds, userGroupIds: userGroupIds ?? kept };
}

function rolesOf({ roleIds }: RuleInput, former: Rule | undefined): Rule['roles'] {
  if (!roleIds) return former?.roles ?? 'all';
  return roleIds.length > 0 ? roleIds : 'all';
}

function nameErrors({ name }: Rule, others: readonly Rule[]): Errors {
  const problem = nameProblem(name, others);
  return problem ? { [ruleFields.name]: text.nameProblemPlain(problem) } : {};
}

const whoErrors = ({ who }: Rule): Errors =>
  who.kind === 'chosen' && who.userIds.length + who.userGroupIds.length === 0
    ? { [ruleFields.users]: text.nobodyChosenPlain }
    : {};

/** A rule names only roles that Piper has, or that it named before. */
async function roleErrors(
  { piper }: Connected,
  { roles, fate, beyondOwnRole }: Rule,
  former: Rule | undefined,
): Promise<Errors> {
  if (beyondOwnRole && fate !== 'direct')
    return { [ruleFields.beyond]: text.beyondNeedsDirectPlain };
  if (beyondOwnRole && roles === 'all') return { [ruleFields.beyond]: connecting.noListPlain };
  if (roles === 'all') return {};
  if (roles.length > limits.roles) return { [ruleFields.roles]: text.tooManyRolesPlain };
  const named = former && former.roles !== 'all' ? former.roles : [];
  const added = roles.filter((id) => !named.includes(id));
  if (added.length === 0) return {};
  const told = await piper.roles();
  if (!told.ok) return { [ruleFields.roles]: text.rolesUnreadPlain(told.error) };
  return added.every((id) => told.value.some((role) => role.id === id))
    ? {}
    : { [ruleFields.roles]: text.unknownRolesPlain };
}

/** What stands against a rule that goes beyond the own role. One that gives what it gave before gives nobody anything. */
async function concernOf(
  { deps, context, userId }: RulesRequest,
  connected: Connected,
  rule: Rule,
  { target, risk }: RuleInput,
): Promise<ReturnType<typeof concernAbout>> {
  const former = connected.connection.settings.rules?.find(({ id }) => id === target.ruleId);
  const isAsBefore = former && digest({ ...former, name: '' }) === digest({ ...rule, name: '' });
  if (!rule.beyondOwnRole || isAsBefore) return undefined;
  const saver = await saverOf(deps, deps.workspaceOf(context), userId, connected);
  return concernAbout(rule, { field: ruleFields.beyond, risk }, saver);
}
