import { createHmac } from 'node:crypto';
import type { CallLog } from './call-log.ts';
import { isFields, parseJson } from './json.ts';
import { signingSecret } from './seed.ts';

/** What the bot answered, or why Slack has no answer. */
export type Delivery =
  | { ok: true; took: number; text: string; json: unknown }
  | { ok: false; error: 'operation_timeout' | 'dispatch_failed' };

/** What Slack sends: a form, or JSON for events. */
export type Outgoing = { name: string } & (
  | { form: Record<string, string>; shows: unknown }
  | { json: unknown }
);

/** Slack waits this long for the bot. */
const patience = 3_000;

/**
 * Sends to the bot what Slack would, signed as Slack signs.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export class Courier {
  /** Where the app takes requests. */
  botUrl = '';
  readonly #log: CallLog;

  constructor(log: CallLog) {
    this.#log = log;
  }

  async deliver(outgoing: Outgoing): Promise<Delivery> {
    const isForm = 'form' in outgoing;
    const body = isForm
      ? new URLSearchParams(outgoing.form).toString()
      : JSON.stringify(outgoing.json);
    const end = this.#log.start({
      from: 'slack',
      to: 'bot',
      name: outgoing.name,
      request: isForm ? outgoing.shows : outgoing.json,
    });
    // The real time, whatever the sandbox's clock says: the bot compares it with its own.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const started = performance.now();
    try {
      const response = await fetch(this.botUrl, {
        method: 'POST',
        headers: {
          'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': sign(timestamp, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      });
      const text = await response.text();
      end(response.status, parseJson(text) ?? text);
      // What does not say that it is JSON is text, even if it looks like JSON.
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      const json = isJson ? parseJson(text) : undefined;
      if (!response.ok) return { ok: false, error: 'dispatch_failed' };
      return { ok: true, took: Math.round(performance.now() - started), text, json };
    } catch (error) {
      const late = isFields(error) && error.name === 'TimeoutError';
      const code = late ? 'operation_timeout' : 'dispatch_failed';
      end(0, code);
      return { ok: false, error: code };
    }
  }
}

function sign(timestamp: string, body: string): string {
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return `v0=${digest}`;
}
