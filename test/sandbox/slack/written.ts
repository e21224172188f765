import { escaped } from './escape.ts';
import type { Fields } from './json.ts';
import type { Workspace } from './workspace.ts';

const address = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?=[.:]*$)/;

/** What a person writes, as Slack keeps it: mentions, links and addresses in angle brackets, everything else escaped. */
export const written = (text: string, workspace: Workspace): string =>
  escaped(text, workspace)
    .replace(/<(@[UW][A-Z0-9]+)\|[^<>]*>/g, '<$1>')
    .split(/(<[^<>]*>|[\s,;&()"`!?]+)/)
    .map((word) => word.replace(address, (found) => `<mailto:${found}|${found}>`))
    .join('');

/** The same as the block that Slack sends beside it. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richText = (text: string, blockId: string): Fields => ({
  type: 'rich_text',
  block_id: blockId,
  elements: [
    {
      type: 'rich_text_section',
      elements: text
        .split(/(<[^<>]*>)/)
        .filter((piece) => piece !== '')
        .map(elementOf),
    },
  ],
});

function elementOf(piece: string): Fields {
  const [target = '', label] = piece.startsWith('<') ? piece.slice(1, -1).split('|') : [];
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target !== '') {
    return { type: 'link', url: target, ...(label === undefined ? {} : { text: label }) };
  }
  const text = piece.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return { type: 'text', text };
}
