import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { slack } from '../limits.ts';
import { channelMention } from '../mrkdwn.ts';
import { confirmation } from '../text.ts';
import { context, type Message } from '../views/message.ts';
import { slackErrorWord } from './client.ts';

/** Where an answer belongs: the conversation, the response URL that Slack gave for it, and the person to fall back on. */
export type Destination = { channel: string; responseUrl?: string; userId: string };

/**
 * Says things in Slack, by the first way that works, so that nothing is lost:
 * `announce` in the channel, else through the response URL (which works where the bot is no member), else to the person
 * alone; `tell` only to the person, at the place where they are or by direct message. What no way would take is in the log.
 *
 * https://docs.slack.dev/reference/methods/chat.postMessage
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function createMessenger(options: {
  client: webApi.WebClient;
  fetch: webApi.FetchFunction;
  log: Logger;
  wait: (milliseconds: number) => Promise<void>;
}) {
  const { client, fetch, log, wait } = options;

  async function post(channel: string, message: Message): Promise<void> {
    const call = () => client.chat.postMessage({ channel, ...message, unfurl_links: false });
    try {
      await call();
    } catch (error) {
      const pause =
        error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1_000 : Infinity;
      if (pause > slack.messageRetryAfter) throw error;
      await wait(pause);
      await call();
    }
  }

  async function respond(url: string, message: Message, isPublic: boolean): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...message,
        response_type: isPublic ? 'in_channel' : 'ephemeral',
        replace_original: false,
      }),
      signal: AbortSignal.timeout(slack.messageCall),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`the response URL answered ${answer.status}: ${body}`);
  }

  async function firstThatWorks(ways: [name: string, way: () => Promise<void>][], text: string) {
    for (const [way, send] of ways) {
      try {
        await send();
        return;
      } catch (error) {
        log.warn({ way, reason: slackErrorWord(error) }, 'a message found no way');
      }
    }
    log.error({ text }, 'nobody could be told');
  }

  return {
    /** For everybody in the conversation. */
    announce: ({ channel, responseUrl, userId }: Destination, message: Message) => {
      const hint = confirmation.couldNotPost(channelMention(channel));
      const direct = {
        text: `${message.text}\n${hint}`,
        blocks: [...message.blocks, context(hint)],
      };
      return firstThatWorks(
        [
          ['channel', () => post(channel, message)],
          ...viaResponseUrl(responseUrl, (url) => respond(url, message, true)),
          ['direct message', () => post(userId, direct)],
        ],
        message.text,
      );
    },

    /** For one person only. */
    tell: ({ responseUrl, userId }: Omit<Destination, 'channel'>, message: Message) =>
      firstThatWorks(
        [
          ...viaResponseUrl(responseUrl, (url) => respond(url, message, false)),
          ['direct message', () => post(userId, message)],
        ],
        message.text,
      ),
  };
}

export type Messenger = ReturnType<typeof createMessenger>;

const viaResponseUrl = (
  url: string | undefined,
  send: (url: string) => Promise<void>,
): [string, () => Promise<void>][] =>
  url === undefined ? [] : [['response URL', () => send(url)]];
