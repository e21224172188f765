import type { ExternalSelect, PlainTextOption, StaticSelect } from '@slack/types';
import type { Role } from '../domain/organization.ts';
import { shorten } from '../domain/shorten.ts';
import { fields } from '../ids.ts';
import { blockKit } from '../limits.ts';
import { form } from '../text.ts';

/**
 * The menu of roles. Slack takes 100 options in a menu, so more roles make one that is searched as one types; a single role
 * is chosen already.
 */
export function roleSelect(roles: readonly Role[]): StaticSelect | ExternalSelect {
  if (roles.length > blockKit.selectOptions) {
    return {
      type: 'external_select',
      action_id: fields.role,
      min_query_length: 0,
      placeholder: { type: 'plain_text', text: form.roleSearchPlaceholderPlain },
    };
  }
  const options = roles.map(roleOption);
  const [only] = options;
  return {
    type: 'static_select',
    action_id: fields.role,
    placeholder: { type: 'plain_text', text: form.rolePlaceholderPlain },
    options,
    ...(only && options.length === 1 ? { initial_option: only } : {}),
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
