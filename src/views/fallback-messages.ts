import { errors, fitText, resultFile } from '../text/index.ts';
import { channelMention } from '../text/mrkdwn.ts';
import { context, type Message, textMessage } from './message.ts';

/** What a message becomes where Slack would not take it as it is. */
export const fallbackMessages = {
  /** With so many bytes of its text at most; all of it is in the blocks. */
  fitted: (message: Message, bytes: number): Message => ({
    ...message,
    text: fitText(message.text, bytes),
  }),
  /** For one person: a message meant for a conversation, where it is not for sure, and why not. */
  instead: (
    message: Message,
    channel: string,
    why: Parameters<typeof errors.couldNotPost>[1],
  ): Message => {
    const hint = errors.couldNotPost(channelMention(channel), why);
    return {
      text: `${message.text}\n${hint}`,
      blocks: [...message.blocks, context(hint)],
    };
  },
  /** Follows a message whose file could not be shared, or perhaps could: `isUnclear`. */
  fileNotSent: (isUnclear: boolean): Message =>
    textMessage([isUnclear ? resultFile.perhapsNotBelow : resultFile.notBelow]),
};

export type FallbackMessages = typeof fallbackMessages;
