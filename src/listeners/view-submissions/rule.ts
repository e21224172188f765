import { judgeBeyond } from '../../domain/beyond-own-role.ts';
import { parseDomains } from '../../domain/domains.ts';
import { rules as limits } from '../../domain/limits.ts';
import type { Rule, Who } from '../../domain/rule.ts';
import { nameProblem, ruleName } from '../../domain/rule-change.ts';
import { ruleFields } from '../../ids.ts';
import { connecting, rules as text } from '../../text/index.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { startAgainMessage } from '../../views/connection-messages.ts';
import { textMessage } from '../../views/message.ts';
import { ruleMessageModal, ruleSavingModal } from '../../views/rule-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { SubmissionArgs } from '../middleware/error-boundary.ts';
import { type Answer, answerSubmission } from '../modals/answer-submission.ts';
import { findShown, type RulesRequest, updateList } from '../modals/rules.ts';
import { type RuleInput, ruleSchema } from '../payloads/rule-forms.ts';

/** A rule was saved: closes it, and shows the list beneath it as it is now. */
export const ruleSubmission =
  (deps: ListenerDeps, guard: Guard<Connected>) =>
  async (args: SubmissionArgs): Promise<void> => {
    const { client, context } = args;
    const input = ruleSchema.parse(args.body);
    const request = { deps, guard, client, context, userId: input.userId };
    await answerSubmission(deps, args, save(request, input), ruleSavingModal());
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
  if ('errors' in rule) {
    return { errors: rule.errors, late: ruleMessageModal(startAgainMessage('rules')) };
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
    ...(await roleErrors(request, connected, rule, former)),
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

/** Only for roles that Piper has, or that the rule had before; and beyond people's own only for those that whoever saves it may give. */
async function roleErrors(
  { deps, context, userId }: RulesRequest,
  connected: Connected,
  rule: Rule,
  former: Rule | undefined,
): Promise<Errors> {
  if (rule.beyondOwnRole && rule.fate === 'deny') {
    return { [ruleFields.beyond]: text.beyondNeedsDirectPlain };
  }
  if (rule.roles === 'all') {
    return rule.beyondOwnRole ? { [ruleFields.beyond]: text.beyondNeedsRolesPlain } : {};
  }
  if (rule.roles.length > limits.roles) return { [ruleFields.roles]: text.tooManyRolesPlain };
  const known = former && former.roles !== 'all' ? former.roles : [];
  const isKept = rule.roles.every((id) => known.includes(id));
  if (isKept && !rule.beyondOwnRole) return {};

  const roles = await connected.piper.roles();
  if (!roles.ok) return { [ruleFields.roles]: text.rolesUnreadPlain(roles.error) };
  const there = new Set([...known, ...roles.value.map(({ id }) => id)]);
  if (!rule.roles.every((id) => there.has(id))) {
    return { [ruleFields.roles]: text.unknownRolesPlain };
  }
  if (!rule.beyondOwnRole) return {};
  const { own } = await deps.authorityOf(deps.workspaceOf(context), userId, connected, 'new');
  if (own.kind === 'unread') return { [ruleFields.beyond]: text.rolesUnreadPlain(own.failure) };
  const judged = judgeBeyond(rule, roles.value, own.kind === 'known' ? own.own : undefined);
  return judged.kind === 'not_theirs'
    ? { [ruleFields.beyond]: text.beyondNotTheirsPlain(judged.roles.map(({ name }) => name)) }
    : {};
}
