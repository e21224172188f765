import type { SlackScreen } from './contract.ts';
import { type Block, blockIdOf, type Value, type Values } from './page/blocks/kit.ts';
import { formatSlackDate } from './page/blocks/slack-date.ts';

/** Block Kit as lines of plain text, for a terminal; inputs show what they hold. */
export function readableBlocks(
  blocks: readonly Block[],
  screen: SlackScreen,
  values: Values = {},
): string[] {
  return blocks.flatMap((block, index) => {
    switch (block.type) {
      case 'section': {
        const texts = [block.text, ...(block.fields ?? [])];
        return texts.flatMap((text) => (text ? readableText(text.text, screen).split('\n') : []));
      }
      case 'header':
        return [block.text.text];
      case 'context':
        return [
          block.elements
            .map((part) => ('text' in part ? readableText(part.text, screen) : ''))
            .join(' '),
        ];
      case 'input': {
        const value = Object.values(values[blockIdOf(block, index)] ?? {})[0];
        const optional = block.optional ? ' (optional)' : '';
        return [
          `${block.label.text}${optional}: ${value ? readableValue(value, screen) : ''}`.trim(),
        ];
      }
      case 'actions':
        return [
          block.elements
            .map((element) => (element.type === 'button' ? `[${element.text.text}]` : ''))
            .join(' '),
        ];
      default:
        return [];
    }
  });
}

/** Slack's mrkdwn without its markup. */
export function readableText(mrkdwn: string, { users, channels, userGroups }: SlackScreen): string {
  const nameOf = (all: { id: string; name: string }[], id: string) =>
    all.find((one) => one.id === id)?.name ?? id;
  return mrkdwn
    .replace(/<!date\^(\d+)\^([^|>^]+)[^>]*>/g, (_all, seconds, format) =>
      formatSlackDate(Number(seconds), format),
    )
    .replace(/<@(\w+)[^>]*>/g, (_all, id) => `@${nameOf(users, id)}`)
    .replace(/<!subteam\^(\w+)[^>]*>/g, (_all, id) => `@${nameOf(userGroups, id)}`)
    .replace(/<#(\w+)[^>]*>/g, (_all, id) => `#${nameOf(channels, id)}`)
    .replace(/<[^|>]+\|([^>]+)>/g, '$1')
    .replace(/<([^>]+)>/g, '$1')
    .replace(/(^|[^\w*])\*([^*\n]+)\*(?![\w*])/g, '$1$2')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function readableValue(value: Value, { users, channels }: SlackScreen): string {
  const ids = [
    ...(value.selected_users ?? []),
    ...(value.selected_conversations ?? []),
    value.selected_user ?? [],
    value.selected_conversation ?? [],
  ].flat();
  const names = ids.map((id) => [...users, ...channels].find((one) => one.id === id)?.name ?? id);
  const options = [...(value.selected_options ?? []), value.selected_option ?? []].flat();
  return [value.value ?? [], names, options.map((option) => option.text.text)].flat().join(', ');
}
