import type { ReactNode } from 'react';
import { type MessageProps, Message as Renderer } from 'slack-blocks-to-jsx';
import { useSlack } from '../shared/slack-context.ts';
import { formatSlackDate } from './slack-date.ts';

type Hooks = NonNullable<MessageProps['hooks']>;

/** Blocks that are only read, as Slack draws them; mrkdwn has to have become rich text. */
export function Read({ blocks }: { blocks: readonly unknown[] }) {
  const { users, channels, userGroups, me, theme, ahead } = useSlack();
  const mention = (isMine: boolean, words: string) => (
    <span className={isMine ? 'mention mention-me' : 'mention'}>{words}</span>
  );
  const nameOf = (all: { id: string; name: string }[], id: string) =>
    all.find((one) => one.id === id)?.name ?? id;
  const link = (href: string, words: ReactNode) => (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
  const hooks: Hooks = {
    user: ({ id }) => mention(id === me, `@${nameOf(users, id)}`),
    channel: ({ id }) => mention(false, `#${nameOf(channels, id)}`),
    usergroup: ({ id }) => mention(false, `@${nameOf(userGroups, id)}`),
    atChannel: () => mention(true, '@channel'),
    atEveryone: () => mention(true, '@everyone'),
    atHere: () => mention(true, '@here'),
    emoji: (emoji, parse) => {
      const drawn = parse(emoji);
      return drawn === emoji.name ? `:${emoji.name}:` : drawn;
    },
    date: ({ timestamp, format, link: href }) => {
      const now = new Date(Date.now() + ahead);
      const date = <time>{formatSlackDate(Number(timestamp), format, now)}</time>;
      return href ? link(href, date) : date;
    },
    link: ({ href, children }) => link(href, children),
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
      blocks={[...blocks] as MessageProps['blocks']}
    />
  );
}
