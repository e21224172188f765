import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import { signedRequest as limits } from './limits.ts';
import { received } from './received.ts';
import { createSlackAnswer } from './slack-answer.ts';
import { verifySignature } from './slack-signature.ts';
import { createSpentSignatures } from './spent-signatures.ts';
import type { Route } from './web-server.ts';

const {
  bufferIncomingMessage,
  buildNoBodyResponse,
  buildSSLCheckResponse,
  buildUrlVerificationResponse,
  isRawBodyError,
  parseHTTPRequestBody,
} = HTTPModuleFunctions;

/** Passed on as it is: whoever uses a part of it looks at that. */
const bodySchema = z
  .custom<{ type?: unknown }>((body) => typeof body === 'object' && body !== null)
  .refine((body) => !isDeeperThan(body, limits.maxDepth), 'is too deep');

/** https://docs.slack.dev/reference/events/url_verification */
const challengeSchema = z.object({ challenge: z.string() });

/**
 * What is the same whenever it is asked, and may be asked twice in a second with the same words: a search in a menu has nothing
 * that tells it from the one before it.
 */
const harmless: readonly unknown[] = ['url_verification', 'block_suggestion'];

/**
 * Receives Slack's signed requests and passes them to Bolt. Built from parts of Bolt's own receiver, which accepts requests dated
 * in the future, spends a fifth of its time on comparing signatures, and crashes the process on a signed body that is not an object.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createHttpReceiver(options: {
  signingSecret: string;
  log: Logger;
  now: () => number;
}): Receiver & { handle: Route } {
  const { signingSecret, log, now } = options;
  const signatures = createSpentSignatures(now);
  let app: App | undefined;

  async function dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reject = (status: number, reason: string, why?: string) => {
      log.warn({ status, why }, reason);
      buildNoBodyResponse(response, status);
    };

    // Bolt's parts recognize a content type only without its parameters.
    const { 'content-type': contentType = '' } = request.headers;
    request.headers['content-type'] = contentType.replace(/;.*/, '').trim();

    let buffered: Awaited<ReturnType<typeof bufferIncomingMessage>>;
    try {
      buffered = await bufferIncomingMessage(request, limits.maxBytes);
    } catch (error) {
      const isTooLarge = isRawBodyError(error) && error.statusCode === 413;
      return isTooLarge
        ? reject(413, 'request too large')
        : reject(400, 'request broke off', wordsOf(error));
    }
    if (isSslCheck(buffered.rawBody)) return buildSSLCheckResponse(response);
    // By the machine's clock, which is what Slack's is held against.
    const verified = verifySignature(buffered, signingSecret, Date.now());
    if (!verified.ok) return reject(401, 'request signature invalid', verified.why);

    let body: z.infer<typeof bodySchema>;
    try {
      body = bodySchema.parse(parseHTTPRequestBody(buffered));
    } catch (error) {
      return reject(400, 'signed request malformed', wordsOf(error));
    }
    if (body.type === 'url_verification') {
      const { data } = challengeSchema.safeParse(body);
      if (!data) return reject(400, 'signed request malformed');
      return buildUrlVerificationResponse(response, data);
    }
    const { signature } = verified;
    if (!harmless.includes(body.type) && !signatures.spend(signature)) {
      return reject(401, 'request sent before');
    }

    // Slack waits no longer then, so the listener's answer is as good as none.
    const answer = createSlackAnswer(response, () => log.warn('request not answered in time'));
    try {
      await app?.processEvent({ body, ack: answer.ack, customProperties: received() });
    } finally {
      // All listeners have ended, so none of them will answer.
      if (!response.headersSent) {
        answer.end();
        reject(400, 'no listener for the request');
      }
      if (response.statusCode >= 400) signatures.giveBack(signature);
    }
  }

  return {
    init: (boltApp) => {
      app = boltApp;
    },
    start: async () => {},
    stop: async () => {},
    handle: async (request, response) => {
      try {
        await dispatch(request, response);
      } catch (error) {
        log.error({ err: error }, 'request from Slack failed');
        if (!response.headersSent) buildNoBodyResponse(response, 500);
      }
    },
  };
}

/** With which Slack looks at the address's certificate, unsigned: https://docs.slack.dev/interactivity/implementing-slash-commands */
const isSslCheck = (body: Buffer): boolean =>
  body.length <= limits.maxSslCheckBytes &&
  body.includes('ssl_check=1') &&
  new URLSearchParams(body.toString()).get('ssl_check') === '1';

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Looks no further down than that, however deep the value is. */
const isDeeperThan = (value: unknown, most: number): boolean =>
  most < 0 ||
  (typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((each) => isDeeperThan(each, most - 1)));
