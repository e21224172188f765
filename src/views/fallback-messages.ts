import { confirmation, resultFile } from '../text/index.ts';
import { channelMention } from '../text/mrkdwn.ts';
import { context, type Message, sentences } from './message.ts';

/** What one person gets by direct message because Slack would not take it elsewhere. */
export const fallbackMessages = {
  /** The message for a channel that the bot cannot post in, with how to let it. */
  cannotPost: (message: Message, channel: string): Message => {
    const hint = confirmation.couldNotPost(channelMention(channel));
    return {
      text: `${message.text}\n${hint}`,
      blocks: [...message.blocks, context(hint)],
    };
  },
  /** Follows a message whose file could not be shared. */
  fileNotSent: (): Message => sentences([resultFile.notSent]),
};

export type FallbackMessages = typeof fallbackMessages;
