import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { slack } from '../limits.ts';
import { boltLogger } from '../logger.ts';

const {
  buildNoBodyResponse,
  buildSSLCheckResponse,
  buildUrlVerificationResponse,
  getHeader,
  isRawBodyError,
  parseAndVerifyHTTPRequest,
  parseHTTPRequestBody,
} = HTTPModuleFunctions;

const bodySchema = z.looseObject({
  type: z.unknown().optional(),
  ssl_check: z.unknown().optional(),
});

/**
 * Receives Slack's signed requests and passes them to Bolt. Built from parts of Bolt's own receiver, which accepts requests dated
 * in the future, and crashes the process on a signed body that is not an object.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export class HttpReceiver implements Receiver {
  readonly #signingSecret: string;
  readonly #log: Logger;
  readonly #now: () => number;
  #app: App | undefined;

  constructor(options: { signingSecret: string; log: Logger; now: () => number }) {
    this.#signingSecret = options.signingSecret;
    this.#log = options.log;
    this.#now = options.now;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#dispatch(request, response);
    } catch (error) {
      this.#log.error({ err: error }, 'request from Slack failed');
      if (!response.headersSent) buildNoBodyResponse(response, 500);
    }
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reject = (status: number, reason: string, error?: unknown) => {
      this.#log.warn({ status, ...(error instanceof Error && { why: error.message }) }, reason);
      buildNoBodyResponse(response, status);
    };

    // Bolt's parts recognize a content type only without its parameters.
    const [contentType] = (request.headers['content-type'] ?? '').split(';');
    request.headers['content-type'] = contentType?.trim() ?? '';

    let verified: Awaited<ReturnType<typeof parseAndVerifyHTTPRequest>>;
    try {
      verified = await parseAndVerifyHTTPRequest(
        { signingSecret: this.#signingSecret, bodyLimit: slack.maxRequestBytes },
        request,
      );
    } catch (error) {
      const isTooLarge = isRawBodyError(error) && error.statusCode === 413;
      return isTooLarge
        ? reject(413, 'request too large')
        : reject(401, 'request signature invalid', error);
    }

    let body: z.infer<typeof bodySchema>;
    try {
      body = bodySchema.parse(parseHTTPRequestBody(verified));
    } catch (error) {
      return reject(400, 'signed request malformed', error);
    }
    if (body.ssl_check === '1') return buildSSLCheckResponse(response);

    const sentAt = Number(getHeader(request, 'x-slack-request-timestamp'));
    if (sentAt > this.#now() / 1_000 + slack.clockSkewSeconds) {
      return reject(401, 'request dated in the future');
    }
    if (body.type === 'url_verification') return buildUrlVerificationResponse(response, body);

    const ack = new HTTPResponseAck({
      logger: boltLogger(this.#log),
      processBeforeResponse: false,
      httpRequest: verified,
      httpRequestBody: body,
      httpResponse: response,
    });
    try {
      await this.#app?.processEvent({ body, ack: ack.bind() });
    } finally {
      // All listeners have ended, so none of them will answer.
      if (!response.headersSent) {
        ack.ack();
        reject(400, 'no listener for the request');
      }
    }
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}
