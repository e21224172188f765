import type { Workspace } from './workspace.ts';

/** What Slack itself writes in angle brackets; a caller may give it as if it were typed with the mention picker. */
const ready = /<(?:@[UW][A-Z0-9]+(?:\|[^>]*)?|#[CG][A-Z0-9]+(?:\|[^>]*)?|mailto:[^|>]+\|[^>]+)>/;
const link = /https?:\/\/[^\s<>]+/;
const mention = /(?<![\w.@])@[\w.-]*\w/;
const channel = /(?<![\w.#])#[\w-]+/;
const special = /[&<>]/;
const tokens = new RegExp(
  [ready, link, mention, channel, special].map((one) => one.source).join('|'),
  'g',
);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The text of a command as Slack sends it with `should_escape`: people, channels and links become `<…>`, everything else
 * that could be taken for markup is escaped. Addresses stay as typed; some clients send `<mailto:a@b|a@b>`, which a
 * caller gives as such. https://docs.slack.dev/interactivity/implementing-slash-commands#escape
 */
export function escaped(text: string, workspace: Workspace): string {
  return text.replace(tokens, (token) => {
    if (token.startsWith('<@')) return userMention(token, workspace) ?? token;
    if (token.startsWith('<') && token.length > 1) return token;
    if (token.startsWith('http')) return `<${token.replaceAll('&', '&amp;')}>`;
    if (token.startsWith('@')) {
      const person = workspace.people.find(({ name }) => name === token.slice(1).toLowerCase());
      return person ? `<@${person.id}|${person.name}>` : token;
    }
    if (token.startsWith('#')) {
      const found = workspace.find(token);
      return found?.name === token.slice(1) ? `<#${found.id}|${found.name}>` : token;
    }
    return entities[token] ?? token;
  });
}

/** Slack adds the name. */
function userMention(token: string, workspace: Workspace): string | undefined {
  const id = /[UW][A-Z0-9]+/.exec(token)?.[0];
  const person = workspace.person(id ?? '');
  return person && `<@${person.id}|${person.name}>`;
}
