import { useState } from 'react';
import type { SandboxMessage, SlackAction, SlackActionResult } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { Block, Values } from '../blocks/kit.ts';
import { type Surface, SurfaceProvider } from '../blocks/surface.ts';
import { valuesOf, withValue } from '../blocks/values.ts';
import { Words } from '../blocks/words.tsx';
import { Avatar } from '../shared/avatar.tsx';
import { Icon } from '../shared/icon.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { FileCard } from './file-card.tsx';
import { MessageMenu } from './message-menu.tsx';

type Props = {
  message: SandboxMessage;
  /** Its thread, oldest first. */
  replies?: SandboxMessage[];
  shortcuts: AppSurface['messageShortcuts'];
  /** Whether it goes on from the message before, and needs no heading. */
  follows: boolean;
  act(action: SlackAction): Promise<SlackActionResult>;
  onFailure(words: string): void;
};

/** One message, with what can be used in it. */
export function Message(props: Props) {
  const { message, replies = [], shortcuts, follows, act, onFailure } = props;
  const { users, channel } = useSlack();
  const [edits, setEdits] = useState<Values>({});
  const author = users.find((user) => user.id === message.author);
  const blocks = message.blocks as Block[];
  const date = new Date(message.at);

  const startShortcut = async (callbackId: string) => {
    const { channel, ts } = message;
    const result = await act({ type: 'message-shortcut', callbackId, channel, ts });
    if (!result.ok) onFailure(result.error);
  };
  const surface: Surface = {
    values: valuesOf(blocks, edits, channel),
    errors: {},
    change: ({ blockId, actionId }, value) => setEdits(withValue(edits, blockId, actionId, value)),
    act: async ({ blockId, actionId }, payload) => {
      const result = await act({
        type: 'click',
        source: { kind: 'message', channel: message.channel, ts: message.ts },
        blockId,
        actionId,
        payload,
      });
      if (!result.ok) onFailure(result.error);
    },
    options: async () => ({ problem: 'The sandbox loads options in modals only.' }),
  };

  return (
    <article className="message" data-ephemeral={message.ephemeral} data-follows={follows}>
      {message.ephemeral && (
        <p className="message-mark">
          <Icon name="eye" />
          Only visible to you
        </p>
      )}
      <div className="message-row">
        <div className="message-side">
          {author && !follows && <Avatar user={author} size="large" />}
        </div>
        <div className="message-body">
          {!follows && (
            <p className="message-heading">
              <span className="message-author">{author?.realName ?? message.author}</span>
              {author?.isBot && <span className="message-app">APP</span>}
              <time className="message-time" dateTime={date.toISOString()}>
                {date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
              </time>
            </p>
          )}
          <SurfaceProvider value={surface}>
            {blocks.length > 0 && <Blocks blocks={blocks} />}
            {blocks.length === 0 && message.text && (
              <Words text={{ type: 'mrkdwn', text: message.text }} />
            )}
          </SurfaceProvider>
          {message.files.map((file) => (
            <FileCard key={file.id} file={file} />
          ))}
          {message.edited && <span className="message-edited">(edited)</span>}
          {replies.length > 0 && (
            <section className="thread" aria-label="Thread">
              <p className="thread-count">
                {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
              </p>
              {replies.map((reply) => (
                <Message
                  key={reply.ts}
                  message={reply}
                  shortcuts={shortcuts}
                  follows={false}
                  act={act}
                  onFailure={onFailure}
                />
              ))}
            </section>
          )}
        </div>
        {shortcuts.length > 0 && !message.ephemeral && (
          <MessageMenu
            author={author?.realName ?? message.author}
            shortcuts={shortcuts}
            onChoose={startShortcut}
          />
        )}
      </div>
    </article>
  );
}
