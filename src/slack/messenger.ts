import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { PostedMessage } from '../domain/invitation.ts';
import { blockKit, slack } from '../limits.ts';
import type { FallbackMessages } from '../views/fallback-messages.ts';
import type { Message } from '../views/message.ts';
import type { TextFile } from '../views/result-file.ts';
import type { SlackFetch } from './client.ts';
import { slackErrorWord } from './error-word.ts';
import { firstBytes } from './first-bytes.ts';
import { type Refusal, refusalOf, StatusError } from './refusals.ts';
import { type UploadedFile, uploadFile } from './upload.ts';

/** One person: by the response URL that reaches them where they are, else by direct message. */
type Recipient = { userId: string; responseUrl?: string | undefined };

/**
 * A conversation, with the response URL that Slack gave for it, and the person to fall back on; they alone hear of it where the
 * message may be in the conversation already (`mayBeThere`).
 */
export type Destination = Recipient & { channel: string; mayBeThere?: boolean };

/**
 * `posted` is the message, where it can be changed later. `isUnclear` where it may be in the conversation, though Slack did not say so:
 * it must not be posted there again.
 */
export type DeliveryResult = {
  isDelivered: boolean;
  posted?: PostedMessage | undefined;
  isUnclear?: boolean;
};

/**
 * Posts in Slack with fallbacks, so that nothing is lost: `announce` in the channel, else through the response URL (which works
 * where the bot is not a member), else, and after no clear answer, to the person alone; `tell` to the person only, through the
 * response URL or by direct message. A message that no fallback delivers is logged.
 *
 * https://docs.slack.dev/reference/methods/chat.postMessage
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function createMessenger(options: {
  client: webApi.WebClient;
  fetch: SlackFetch;
  fallbackMessages: FallbackMessages;
  log: Logger;
  wait: (milliseconds: number) => Promise<void>;
}) {
  const { client, fetch, fallbackMessages, log, wait } = options;

  async function retryOnRateLimit<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const pause =
        error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1_000 : Infinity;
      if (pause > slack.maxRetryAfter) throw error;
      await wait(pause);
      return call();
    }
  }

  async function post(
    channel: string,
    message: Message,
    threadTs?: string,
  ): Promise<PostedMessage | undefined> {
    const answer = await retryOnRateLimit(() =>
      client.chat.postMessage({
        channel,
        ...fallbackMessages.fitted(message, blockKit.textBytes),
        ...asWritten,
        ...(threadTs && { thread_ts: threadTs }),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    // A person as the channel stands for the direct messages with them.
    return answer.ts ? { channel: answer.channel ?? channel, ts: answer.ts } : undefined;
  }

  const respond = (
    url: string,
    message: Message,
    isPublic: boolean,
    isReplacing = false,
  ): Promise<undefined> =>
    postTo(url, {
      ...fallbackMessages.fitted(
        message,
        isReplacing ? blockKit.editedTextBytes : blockKit.textBytes,
      ),
      response_type: isPublic ? 'in_channel' : 'ephemeral',
      replace_original: isReplacing,
    });

  async function postTo(url: string, content: object): Promise<undefined> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(content),
      signal: AbortSignal.timeout(slack.messageTimeout),
    });
    const body = Buffer.from(await firstBytes(answer.body, slack.quotedBytes)).toString();
    if (answer.ok) return;
    throw new StatusError(answer.status, `the response URL answered ${answer.status}: ${body}`);
  }

  /** Sends in the first way that Slack takes. What may be in the conversation after no clear answer is not posted there again. */
  async function sendFirst(ways: Way[], isPublic: boolean): Promise<Sent> {
    let why: WhyNot = 'not_taken';
    for (const [at, { name, send }] of ways.entries()) {
      try {
        return { isDelivered: true, posted: await send() };
      } catch (error) {
        const reason = refusalOf(error) ?? 'unclear';
        log.warn({ fallback: name, reason: slackErrorWord(error) }, 'message not accepted');
        if (at === 0 || reason === 'unclear') why = reason;
        if (isPublic && reason === 'unclear') break;
      }
    }
    return { isDelivered: false, why };
  }

  async function sendAlone(ways: Way[], text: string): Promise<Sent> {
    const sent = await sendFirst(ways, false);
    if (!sent.isDelivered) log.error({ text }, 'message delivery failed');
    return sent;
  }

  async function tell({ responseUrl, userId }: Recipient, message: Message): Promise<boolean> {
    const { isDelivered } = await sendAlone(
      [
        ...viaResponseUrl(responseUrl, (url) => respond(url, message, false)),
        { name: 'direct message', send: () => post(userId, message) },
      ],
      message.text,
    );
    return isDelivered;
  }

  return {
    /** To everybody in the conversation. */
    announce: async (
      { channel, responseUrl, userId, mayBeThere = false }: Destination,
      message: Message,
    ): Promise<DeliveryResult> => {
      const sent: Sent = mayBeThere
        ? { isDelivered: false, why: 'unclear' }
        : await sendFirst(
            [
              { name: 'channel', send: () => post(channel, message) },
              ...viaResponseUrl(responseUrl, (url) => respond(url, message, true)),
            ],
            true,
          );
      if (sent.isDelivered) return sent;
      const direct =
        channel === userId ? message : fallbackMessages.instead(message, channel, sent.why);
      const { isDelivered, ...alone } = await sendAlone(
        [{ name: 'direct message', send: () => post(userId, direct) }],
        message.text,
      );
      return {
        isDelivered,
        ...('posted' in alone && { posted: alone.posted }),
        ...(sent.why === 'unclear' && { isUnclear: true }),
      };
    },

    /** To one person only. Resolves with whether it was delivered. */
    tell,

    /** In place of the message whose button was pressed, else to the person alone. */
    replace: async ({ userId, responseUrl }: Recipient, message: Message): Promise<void> => {
      try {
        if (!responseUrl) throw new Error('there is no response URL');
        await respond(responseUrl, message, false, true);
      } catch (error) {
        log.warn({ reason: slackErrorWord(error) }, 'message could not be replaced');
        await tell({ userId }, message);
      }
    },

    /** Takes away the message whose button was pressed. */
    dismiss: async ({ responseUrl }: Pick<Recipient, 'responseUrl'>): Promise<void> => {
      try {
        if (!responseUrl) throw new Error('there is no response URL');
        await postTo(responseUrl, { delete_original: true });
      } catch (error) {
        log.warn({ reason: slackErrorWord(error) }, 'message could not be removed');
      }
    },

    /**
     * In the conversation or not at all, in the thread of another message if `threadTs` names one; `unclear` where it may be there,
     * and cannot be changed.
     */
    post: async (
      channel: string,
      message: Message,
      threadTs?: string,
    ): Promise<PostedMessage | 'refused' | 'unclear'> => {
      try {
        return (await post(channel, message, threadTs)) ?? 'unclear';
      } catch (error) {
        log.info(
          { channel, reason: slackErrorWord(error) },
          'conversation does not accept the message',
        );
        return refusalOf(error) ? 'refused' : 'unclear';
      }
    },

    /** Edits a message, if it still exists. */
    change: async (
      { channel, ts }: PostedMessage,
      message: Message,
    ): Promise<'done' | 'gone' | 'failed'> => {
      try {
        const fitted = fallbackMessages.fitted(message, blockKit.editedTextBytes);
        await retryOnRateLimit(() => client.chat.update({ channel, ts, ...fitted, ...asWritten }));
        return 'done';
      } catch (error) {
        log.warn({ channel, ts, reason: slackErrorWord(error) }, 'message could not be edited');
        return isGone(error) ? 'gone' : 'failed';
      }
    },

    /** Uploads a file for `tellWithFile`. A large one takes longer than a message: `signal` gives it up. */
    upload: async (
      file: TextFile,
      signal = AbortSignal.timeout(slack.messageTimeout),
    ): Promise<UploadedFile | 'not_granted' | 'not_sent'> => {
      try {
        return await retryOnRateLimit(() => uploadFile({ client, fetch }, file, signal));
      } catch (error) {
        const reason = slackErrorWord(error);
        log.warn({ reason }, 'file upload failed');
        return reason === 'missing_scope' ? 'not_granted' : 'not_sent';
      }
    },

    /** By direct message, with the file below it. Who may not have the file is told so below the message. */
    tellWithFile: async (
      userId: string,
      message: Message,
      file: UploadedFile,
    ): Promise<'sent' | 'without_file' | 'not_sent'> => {
      let isDelivered = false;
      try {
        // Files go into conversations, not to people.
        const posted = await post(userId, message);
        isDelivered = true;
        if (!posted) throw new Error('Slack named no conversation');
        await retryOnRateLimit(() =>
          client.files.completeUploadExternal({ files: [file], channel_id: posted.channel }),
        );
        return 'sent';
      } catch (error) {
        log.warn({ isDelivered, reason: slackErrorWord(error) }, 'file could not be shared');
        if (!isDelivered) return 'not_sent';
        await tell({ userId }, fallbackMessages.fileNotSent(!refusalOf(error)));
        return 'without_file';
      }
    },
  };
}

/**
 * Slack makes no links and mentions of its own. An edit that does not say so is read as if a person had typed it:
 * https://docs.slack.dev/reference/methods/chat.update#arg_parse
 */
const asWritten = { parse: 'none', link_names: false } as const;

export type Messenger = ReturnType<typeof createMessenger>;

type Way = { name: string; send: () => Promise<PostedMessage | undefined> };
type WhyNot = Refusal | 'unclear';
type Sent =
  | { isDelivered: true; posted: PostedMessage | undefined }
  | { isDelivered: false; why: WhyNot };

const viaResponseUrl = (
  url: string | undefined,
  send: (url: string) => Promise<undefined>,
): Way[] => (url === undefined ? [] : [{ name: 'response URL', send: () => send(url) }]);

/** The message is not there, or can never be changed. https://docs.slack.dev/reference/methods/chat.update#errors */
const goneWords = [
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'is_inactive',
];
const isGone = (error: unknown): boolean =>
  goneWords.includes(slackErrorWord(error)) ||
  ['not_a_member', 'archived'].includes(refusalOf(error) ?? '');
