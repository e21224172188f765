import type { KnownBlock, ModalView } from '@slack/types';
import { judgeBeyond } from '../domain/beyond-own-role.ts';
import type { ConnectionSettings } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { Result } from '../domain/result.ts';
import type { Rule } from '../domain/rule.ts';
import { isFull } from '../domain/rule-change.ts';
import { ruleOfForm } from '../domain/rules.ts';
import { actions } from '../ids.ts';
import { form, type RuleRoles, rules as text } from '../text/index.ts';
import { button, buttonRow, context, section } from './message.ts';
import { plain, readOnlyModal } from './modal.ts';

/** The rules of a connection in words, with buttons to change them. */
export function rulesModal(data: {
  /** Identifies what is shown; see `formatRulesTarget`. */
  metadata: string;
  organization: Organization;
  settings: ConnectionSettings;
  roles: Result<Role[], PiperFailure>;
  /** No settings form is beneath it. */
  isAlone: boolean;
  /** Why the rules are not what the person expects; mrkdwn. */
  notice?: string | undefined;
}): ModalView {
  const { metadata, organization, settings, roles, isAlone, notice } = data;
  const { rules = [] } = settings;
  const first = ruleOfForm(settings);
  return {
    ...readOnlyModal(
      text.titlePlain,
      [
        ...(notice === undefined ? [] : [section(notice)]),
        section(text.intro(organization.name)),
        context(text.ceiling),
        context(settings.asking ? text.askable : text.notAskable),
        ...(roles.ok ? [] : [context(text.unread(roles.error))]),
        section(text.form(worded(first, roles))),
        ...warning(first, roles),
        ...rules.flatMap((rule) => [
          section(text.rule(rule.name, worded(rule, roles))),
          ...warning(rule, roles),
          buttonRow([editButton(rule), removeButton(rule)]),
        ]),
        isFull(rules)
          ? context(text.full)
          : buttonRow([button(actions.addRule, text.addPlain, 'primary')]),
      ],
      isAlone ? form.closeReadPlain : text.backPlain,
    ),
    private_metadata: metadata,
  };
}

const worded = (rule: Rule, roles: Result<Role[], PiperFailure>) => ({
  ...rule,
  roles: rolesOf(rule, roles),
});

function rolesOf({ roles }: Rule, told: Result<Role[], PiperFailure>): RuleRoles {
  if (roles === 'all') return { kind: 'all' };
  if (!told.ok) return { kind: 'unread', count: roles.length };
  const named = told.value.filter(({ id }) => roles.includes(id));
  return {
    kind: 'list',
    names: named.map(({ name }) => name),
    gone: roles.length - named.length,
  };
}

/** What a rule makes possible that goes beyond people's own roles. Gone roles are nothing to warn of. */
function warning(rule: Rule, told: Result<Role[], PiperFailure>): KnownBlock[] {
  if (!told.ok || rule.fate !== 'direct') return [];
  const judged = judgeBeyond(rule, told.value, 'owner');
  const risky = judged.kind === 'risky' ? judged.roles : [];
  const names = told.value.filter(({ id }) => risky.some((role) => role.id === id));
  return names.length > 0 ? [context(text.risky(names.map(({ name }) => name)))] : [];
}

const editButton = ({ id }: Rule) => ({ ...button(actions.editRule, text.editPlain), value: id });

const removeButton = ({ id, name }: Rule) => ({
  ...button(actions.removeRule, text.removePlain),
  value: id,
  confirm: {
    title: plain(text.removeTitlePlain),
    text: plain(text.removeTextPlain(name)),
    confirm: plain(text.removePlain),
    deny: plain(text.keepPlain),
    style: 'danger' as const,
  },
});
