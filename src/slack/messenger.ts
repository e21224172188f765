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

  async function firstThatWorks(ways: Way[], text: string) {
    let mayBeHeard = false;
    for (const { name, isPublic, send } of ways) {
      // What may have been said in the conversation already is not said there again.
      if (mayBeHeard && isPublic) continue;
      try {
        await send();
        return;
      } catch (error) {
        log.warn({ way: name, reason: slackErrorWord(error) }, 'a message found no way');
        mayBeHeard ||= isPublic && !isRefusal(error);
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
          { name: 'channel', isPublic: true, send: () => post(channel, message) },
          ...viaResponseUrl(responseUrl, true, (url) => respond(url, message, true)),
          { name: 'direct message', isPublic: false, send: () => post(userId, direct) },
        ],
        message.text,
      );
    },

    /** For one person only. */
    tell: ({ responseUrl, userId }: Omit<Destination, 'channel'>, message: Message) =>
      firstThatWorks(
        [
          ...viaResponseUrl(responseUrl, false, (url) => respond(url, message, false)),
          { name: 'direct message', isPublic: false, send: () => post(userId, message) },
        ],
        message.text,
      ),
  };
}

export type Messenger = ReturnType<typeof createMessenger>;

type Way = {
  name: string;
  /** Whether everybody in the conversation hears it. */
  isPublic: boolean;
  send: () => Promise<void>;
};

const viaResponseUrl = (
  url: string | undefined,
  isPublic: boolean,
  send: (url: string) => Promise<void>,
): Way[] => (url === undefined ? [] : [{ name: 'response URL', isPublic, send: () => send(url) }]);

/** Slack said no; anything else may have come too late to hinder the message. */
const isRefusal = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError || error instanceof webApi.WebAPIRateLimitedError;
