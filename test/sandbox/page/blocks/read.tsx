import { type MessageProps, Message as Renderer } from 'slack-blocks-to-jsx';
import { useSlack } from '../shared/slack-context.ts';
import { formatSlackDate } from './slack-date.ts';
import { forRenderer, plainAsRich } from './text.ts';

type Hooks = NonNullable<MessageProps['hooks']>;

/** Blocks that are only read, as Slack draws them. */
export function Read({ blocks }: { blocks: readonly unknown[] }) {
  const { users, channels, me, theme, ahead } = useSlack();
  const hooks: Hooks = {
    user: ({ id }) => (
      <span className={id === me ? 'mention mention-me' : 'mention'}>
        @{users.find((user) => user.id === id)?.name ?? id}
      </span>
    ),
    channel: ({ id }) => (
      <span className="mention">#{channels.find((channel) => channel.id === id)?.name ?? id}</span>
    ),
    emoji: (emoji, parse) => {
      const drawn = parse(emoji);
      return drawn === emoji.name ? `:${emoji.name}:` : drawn;
    },
    date: ({ timestamp, format }) => (
      <time>{formatSlackDate(Number(timestamp), format, new Date(Date.now() + ahead))}</time>
    ),
    link: ({ href, children }) => (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ),
  };
  return (
    <Renderer
      withoutWrapper
      // The renderer keeps the hooks it was first given, so another person or day needs another renderer.
      key={`${me} ${ahead}`}
      theme={theme}
      name=""
      logo=""
      hooks={hooks}
      data={{ users, channels }}
      blocks={blocks.map(prepared) as MessageProps['blocks']}
    />
  );
}

type Text = { type: 'mrkdwn' | 'plain_text'; text: string };

/** A block as the renderer has to be given it, for Slack's own look; see `text.ts`. */
function prepared(block: unknown): unknown {
  const { text, fields, elements, type } = block as {
    type: string;
    text?: Text;
    fields?: Text[];
    elements?: (Text | { type: 'image' })[];
  };
  if (type === 'section' && text?.type === 'plain_text' && !fields) return plainAsRich(text.text);
  if (type === 'section') {
    return {
      ...(block as object),
      ...(text && { text: readable(text) }),
      ...(fields && { fields: fields.map(readable) }),
    };
  }
  if (type === 'context') return { ...(block as object), elements: elements?.map(readable) };
  if (type === 'alert' && text) return { ...(block as object), text: readable(text) };
  return block;
}

/** The renderer takes `verbatim` for no markup at all; in Slack it is only that nothing else becomes a link. */
function readable<T extends { type: string; text?: string }>(element: T): T {
  return element.type === 'mrkdwn' && element.text !== undefined
    ? { ...element, text: forRenderer(element.text), verbatim: false }
    : element;
}
