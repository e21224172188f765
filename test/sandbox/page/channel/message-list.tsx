import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { SandboxMessage, SlackAction, SlackActionResult } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { Message } from './message.tsx';

type Props = {
  messages: SandboxMessage[];
  /** What is in the menu of each. */
  shortcuts: AppSurface['messageShortcuts'];
  act(action: SlackAction): Promise<SlackActionResult>;
  onFailure(words: string): void;
  /** Said at the very beginning of the conversation. */
  children: ReactNode;
};

/** Messages of one author within this time, in milliseconds, share a heading. */
const together = 5 * 60_000;

/** A conversation; it stays at its newest message as long as a person hasn't scrolled up. */
export function MessageList({ messages, shortcuts, act, onFailure, children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the messages that make the list longer.
  useLayoutEffect(() => {
    const list = ref.current;
    if (list && atEnd.current) list.scrollTop = list.scrollHeight;
  }, [messages]);

  const isReply = ({ thread }: SandboxMessage) => messages.some(({ ts }) => ts === thread);
  const begins = messages.filter((message) => !isReply(message));
  return (
    <div
      ref={ref}
      role="log"
      aria-label="Messages"
      className="messages"
      onScroll={({ currentTarget: list }) => {
        atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      }}
    >
      <div className="messages-content">
        {children}
        {begins.map((message, index) => (
          <Message
            key={message.ts}
            message={message}
            replies={messages.filter(({ thread }) => thread === message.ts)}
            shortcuts={shortcuts}
            follows={follows(begins[index - 1], message)}
            act={act}
            onFailure={onFailure}
          />
        ))}
      </div>
    </div>
  );
}

function follows(before: SandboxMessage | undefined, message: SandboxMessage): boolean {
  return (
    before !== undefined &&
    before.author === message.author &&
    // Each of Slack's private messages has a heading of its own.
    !before.ephemeral &&
    !message.ephemeral &&
    message.at - before.at < together
  );
}
