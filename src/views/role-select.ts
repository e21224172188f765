import type { ExternalSelect, PlainTextOption, StaticSelect } from '@slack/types';
import type { Role } from '../domain/organization.ts';
import { shorten } from '../domain/shorten.ts';
import { fields } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { form } from '../text.ts';

/**
 * The menu of roles. Slack takes 100 options in a menu, so more roles make one that is searched as one types; the default
 * role, or a single one, is chosen already.
 */
export function roleSelect(
  roles: readonly Role[],
  defaultRoleId?: string,
): StaticSelect | ExternalSelect {
  const initial = roles.length === 1 ? roles[0] : roles.find(({ id }) => id === defaultRoleId);
  const chosen = initial ? { initial_option: roleOption(initial) } : {};
  if (roles.length > blockKit.selectOptions) {
    return {
      type: 'external_select',
      action_id: fields.role,
      min_query_length: 0,
      placeholder: { type: 'plain_text', text: form.roleSearchPlaceholderPlain },
      ...chosen,
    };
  }
  return {
    type: 'static_select',
    action_id: fields.role,
    placeholder: { type: 'plain_text', text: form.rolePlaceholderPlain },
    options: roles.map(roleOption),
    ...chosen,
  };
}

/** A role as an option of a menu; its value is the role's id. */
export function roleOption(role: Role): PlainTextOption {
  return {
    value: role.id,
    text: { type: 'plain_text', text: fitting(role.name) },
    ...(role.description
      ? { description: { type: 'plain_text', text: fitting(role.description) } }
      : {}),
  };
}

function fitting(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim() || '–', blockKit.optionCharacters);
}
