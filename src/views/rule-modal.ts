import type { ModalView } from '@slack/types';
import { rules as limits } from '../domain/limits.ts';
import type { Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import { type Fate, fates, type Rule } from '../domain/rule.ts';
import { ruleFields, views } from '../ids.ts';
import { connecting, rules as text } from '../text/index.ts';
import { checkbox, domainsField, type Risk, riskField, whoFields } from './fields.ts';
import { type Message, section } from './message.ts';
import { formModal, input, readOnlyModal } from './modal.ts';
import { option, rolesSelect } from './role-select.ts';

/** One rule; or a new one, or one that is shown again with a risk, as somebody wants it. */
export function ruleModal(data: {
  /** Identifies the rule, and what was shown with it; see `formatRulesTarget`. */
  metadata: string;
  isNew: boolean;
  /** What the form begins with; nothing if it is absent. */
  rule?: Rule | undefined;
  risk?: Risk | undefined;
  roles: readonly Role[];
  /** Undefined when the app may not read them. */
  userGroups: readonly UserGroup[] | undefined;
}): ModalView {
  const { metadata, isNew, rule, risk, roles, userGroups } = data;
  const chosenIds = rule && rule.roles !== 'all' ? rule.roles : [];
  return formModal({
    callbackId: views.rule,
    title: isNew ? text.addPlain : text.editTitlePlain,
    submit: text.savePlain,
    close: text.backPlain,
    metadata,
    blocks: [
      ...(risk ? [section(connecting.risk(risk.roles))] : []),
      input(ruleFields.name, text.namePlain, {
        hint: text.nameHintPlain,
        element: {
          type: 'plain_text_input',
          action_id: ruleFields.name,
          max_length: limits.nameCharacters,
          ...(rule && { initial_value: rule.name }),
        },
      }),
      ...whoFields(rule?.who ?? { kind: 'chosen', userIds: [], userGroupIds: [] }, userGroups, {
        labelPlain: text.whoPlain,
        chosenPlain: text.whoChosenPlain,
      }),
      ...(roles.length + chosenIds.length > 0
        ? [
            input(ruleFields.roles, text.rolesPlain, {
              isOptional: true,
              hint: text.rolesHintPlain,
              element: rolesSelect({ roles, actionId: ruleFields.roles, chosenIds }),
            }),
          ]
        : []),
      domainsField(rule && rule.domains !== 'all' ? rule.domains : [], text.domainsPlain),
      input(ruleFields.fate, text.fatePlain, {
        element: {
          type: 'radio_buttons',
          action_id: ruleFields.fate,
          options: fates.map(fateOption),
          initial_option: fateOption(rule?.fate ?? 'direct'),
        },
      }),
      checkbox(ruleFields.beyond, {
        label: connecting.beyondPlain,
        text: connecting.beyondOwnRolePlain,
        hint: connecting.beyondHintPlain,
        isChecked: rule?.beyondOwnRole ?? false,
      }),
      ...(risk ? [riskField(risk)] : []),
    ],
  });
}

const fateOption = (fate: Fate) => option(fate, text.fatePlainOf(fate));

/** Shown while a rule is being saved. */
export const ruleSavingModal = (): ModalView =>
  readOnlyModal(text.titlePlain, [section(text.saving)], text.backPlain);

/** A message in place of a rule, with the list beneath it. */
export const ruleMessageModal = ({ blocks }: Message): ModalView =>
  readOnlyModal(text.titlePlain, blocks, text.backPlain);
