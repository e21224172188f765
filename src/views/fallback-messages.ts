import { errors, resultFile } from '../text/index.ts';
import { channelMention } from '../text/mrkdwn.ts';
import { context, type Message, textMessage } from './message.ts';

/** What one person gets by direct message because Slack would not take it elsewhere. */
export const fallbackMessages = {
  /** A message meant for a channel that the bot cannot post in, and how to let it. */
  cannotPost: (message: Message, channel: string): Message => {
    const hint = errors.couldNotPost(channelMention(channel));
    return {
      text: `${message.text}\n${hint}`,
      blocks: [...message.blocks, context(hint)],
    };
  },
  /** Follows a message whose file could not be shared. */
  fileNotSent: (): Message => textMessage([resultFile.notSent]),
};

export type FallbackMessages = typeof fallbackMessages;
