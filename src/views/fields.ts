import type { KnownBlock } from '@slack/types';
import type { Role } from '../domain/organization.ts';
import type { UserGroup } from '../domain/person.ts';
import type { Who } from '../domain/rule.ts';
import { requestFields, settingsFields } from '../ids.ts';
import { blockKit, preview } from '../limits.ts';
import { connecting, requests } from '../text/index.ts';
import { context } from './message.ts';
import { input, plain } from './modal.ts';
import { option } from './role-select.ts';

/** Whom something is about: everybody of a kind, or chosen people and user groups. `userGroups`: see `chosenFields`. */
export function whoFields(
  who: Who,
  userGroups: readonly UserGroup[] | undefined,
  words: { labelPlain: string; chosenPlain: string },
): KnownBlock[] {
  const options = {
    admins: option('admins', connecting.whoAdminsPlain),
    chosen: option('chosen', words.chosenPlain),
    members: option('members', connecting.whoMembersPlain),
  };
  return [
    input(settingsFields.who, words.labelPlain, {
      element: {
        type: 'radio_buttons',
        action_id: settingsFields.who,
        options: Object.values(options),
        initial_option: options[who.kind],
      },
    }),
    ...chosenFields(who.kind === 'chosen' ? who : { userIds: [], userGroupIds: [] }, userGroups, {
      people: { id: settingsFields.users, labelPlain: connecting.peoplePlain },
      groups: { id: settingsFields.userGroups, labelPlain: connecting.groupsPlain },
    }),
    ...(userGroups === undefined ? [context(connecting.noGroups)] : []),
  ];
}

/** Chosen people and user groups. `userGroups` are those to choose from; undefined when the app may not read them. */
export function chosenFields(
  { userIds, userGroupIds }: { userIds: readonly string[]; userGroupIds: readonly string[] },
  userGroups: readonly UserGroup[] | undefined,
  fields: {
    people: { id: string; labelPlain: string; hintPlain?: string };
    groups: { id: string; labelPlain: string };
  },
): KnownBlock[] {
  const { people } = fields;
  const groups = userGroups ? offeredGroups(userGroups, userGroupIds) : [];
  const initialGroups = groups.filter(({ id }) => userGroupIds.includes(id));
  return [
    input(people.id, people.labelPlain, {
      isOptional: true,
      ...(people.hintPlain && { hint: people.hintPlain }),
      element: {
        type: 'multi_users_select',
        action_id: people.id,
        max_selected_items: blockKit.selectOptions,
        ...(userIds.length > 0 ? { initial_users: [...userIds] } : {}),
      },
    }),
    ...(groups.length > 0
      ? [
          input(fields.groups.id, fields.groups.labelPlain, {
            isOptional: true,
            element: {
              type: 'multi_static_select',
              action_id: fields.groups.id,
              options: groups.map(groupOption),
              ...(initialGroups.length > 0
                ? { initial_options: initialGroups.map(groupOption) }
                : {}),
            },
          }),
        ]
      : []),
  ];
}

/**
 * As many groups as Slack takes options, including those that are chosen: one that it doesn't list, such as a disabled one, stays until
 * somebody takes it out.
 */
function offeredGroups(listed: readonly UserGroup[], chosenIds: readonly string[]): UserGroup[] {
  const gone = chosenIds.filter((id) => !listed.some((group) => group.id === id));
  const groups = [...listed, ...gone.map((id) => ({ id, name: connecting.goneGroupPlain }))];
  const isChosen = ({ id }: UserGroup) => chosenIds.includes(id);
  return [...groups.filter(isChosen), ...groups.filter((group) => !isChosen(group))]
    .slice(0, blockKit.selectOptions)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

const groupOption = ({ id, name }: UserGroup) => option(id, name);

/** E-mail domains, as text; none means all. */
export const domainsField = (
  domains: readonly string[],
  labelPlain: string = connecting.domainsPlain,
): KnownBlock =>
  input(settingsFields.domains, labelPlain, {
    isOptional: true,
    hint: connecting.domainsHintPlain,
    element: {
      type: 'plain_text_input',
      action_id: settingsFields.domains,
      max_length: blockKit.domainsCharacters,
      placeholder: plain(connecting.domainsPlaceholderPlain),
      ...(domains.length > 0 ? { initial_value: domains.join(', ') } : {}),
    },
  });

/** What something would let every full member do, to be confirmed; `value` stands for these roles. */
export type Risk = { roles: readonly Role[]; value: string };

/** The box that confirms a risk. */
export const riskField = ({ roles, value }: Risk): KnownBlock =>
  checkbox(settingsFields.risk, {
    label: connecting.riskPlain(roles),
    text: connecting.riskTakenPlain,
    value,
  });

/** A single box to tick, whose option has this value. */
export function checkbox(
  id: string,
  {
    label,
    text,
    hint,
    value = 'yes',
    isChecked = false,
  }: { label: string; text: string; hint?: string; value?: string; isChecked?: boolean },
): KnownBlock {
  const yes = [option(value, text)];
  return input(id, label, {
    isOptional: true,
    ...(hint && { hint }),
    element: {
      type: 'checkboxes',
      action_id: id,
      options: yes,
      ...(isChecked && { initial_options: yes }),
    },
  });
}

/** Why somebody is to be invited, for whoever decides about it. */
export const reasonField = (reason = ''): KnownBlock =>
  input(requestFields.reason, requests.reasonPlain, {
    hint: requests.reasonHintPlain,
    element: {
      type: 'plain_text_input',
      action_id: requestFields.reason,
      multiline: true,
      min_length: preview.reasonCharacters.least,
      max_length: preview.reasonCharacters.most,
      placeholder: plain(requests.reasonPlaceholderPlain),
      ...(reason !== '' && { initial_value: reason }),
    },
  });

/** What whoever decides about a request says to whoever asked. */
export const wordsField = (): KnownBlock =>
  input(requestFields.words, requests.wordsPlain, {
    isOptional: true,
    hint: requests.wordsHintPlain,
    element: {
      type: 'plain_text_input',
      action_id: requestFields.words,
      multiline: true,
      max_length: blockKit.noteCharacters,
    },
  });
