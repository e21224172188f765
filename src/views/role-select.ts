import type {
  ExternalSelect,
  MultiExternalSelect,
  MultiStaticSelect,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import type { Role } from '../domain/organization.ts';
import { blockKit } from '../limits.ts';
import { form, rules } from '../text/index.ts';
import { shorten } from '../utils/shorten.ts';
import { plain } from './modal.ts';

/**
 * A menu of roles; one that is searched as people type when there are more roles than Slack takes as options. Preselects
 * `chosenId`, or the only role when one is required.
 */
export function roleSelect(data: {
  roles: readonly Role[];
  actionId: string;
  chosenId?: string | undefined;
  isOptional?: boolean;
}): StaticSelect | ExternalSelect {
  const { roles, actionId, chosenId, isOptional = false } = data;
  const only = roles.length === 1 && !isOptional ? roles[0] : undefined;
  const initial = only ?? roles.find(({ id }) => id === chosenId);
  const chosen = initial ? { initial_option: roleOption(initial) } : {};
  return roles.length > blockKit.selectOptions
    ? {
        type: 'external_select',
        action_id: actionId,
        min_query_length: 0,
        placeholder: plain(form.roleSearchPlaceholderPlain),
        ...chosen,
      }
    : {
        type: 'static_select',
        action_id: actionId,
        placeholder: plain(form.rolePlaceholderPlain),
        options: roles.map(roleOption),
        ...chosen,
      };
}

/** The same for several roles. Chosen ones that are gone stay until somebody takes them out. */
export function rolesSelect(data: {
  roles: readonly Role[];
  actionId: string;
  chosenIds: readonly string[];
}): MultiStaticSelect | MultiExternalSelect {
  const { actionId, chosenIds } = data;
  const gone = chosenIds.filter((id) => !data.roles.some((role) => role.id === id));
  const roles = [...data.roles, ...gone.map((id) => ({ id, name: rules.gonePlain }))];
  const initial = roles.filter(({ id }) => chosenIds.includes(id)).slice(0, blockKit.selectOptions);
  const chosen = initial.length > 0 ? { initial_options: initial.map(roleOption) } : {};
  return roles.length > blockKit.selectOptions
    ? {
        type: 'multi_external_select',
        action_id: actionId,
        min_query_length: 0,
        placeholder: plain(form.roleSearchPlaceholderPlain),
        ...chosen,
      }
    : {
        type: 'multi_static_select',
        action_id: actionId,
        placeholder: plain(form.rolePlaceholderPlain),
        options: roles.map(roleOption),
        ...chosen,
      };
}

/** A role as an option; its value is the role's id. */
export const roleOption = (role: Role): PlainTextOption =>
  option(role.id, role.name, role.description);

/** An option, shortened to what Slack takes. */
export function option(value: string, text: string, description?: string): PlainTextOption {
  return {
    value,
    text: plain(optionText(text)),
    ...(description ? { description: plain(optionText(description)) } : {}),
  };
}

function optionText(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim() || '–', blockKit.optionCharacters);
}
