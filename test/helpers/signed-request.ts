import { createHmac } from 'node:crypto';
import { request } from 'undici';

export const signingSecret = 'a-signing-secret-of-tests';

export type Answer = { status: number; body: unknown };

/** A slash command's form, an interaction's form with its `payload`, or JSON: as Slack sends each. */
export function slackBody(
  kind: 'command' | 'interaction' | 'event',
  body: unknown,
): { contentType: string; text: string } {
  if (kind === 'event') return { contentType: 'application/json', text: JSON.stringify(body) };
  const fields =
    kind === 'command' ? (body as Record<string, string>) : { payload: JSON.stringify(body) };
  return {
    contentType: 'application/x-www-form-urlencoded',
    text: new URLSearchParams(fields).toString(),
  };
}

/** Sends what Slack would send, signed as Slack signs: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export async function postSigned(
  url: string,
  { contentType, text }: { contentType?: string | undefined; text: string },
  options: { secret?: string; timestamp?: number; signature?: string } = {},
): Promise<Answer> {
  const timestamp = String(options.timestamp ?? Math.floor(Date.now() / 1_000));
  const hmac = createHmac('sha256', options.secret ?? signingSecret);
  const signature = `v0=${hmac.update(`v0:${timestamp}:${text}`).digest('hex')}`;
  const answer = await request(url, {
    method: 'POST',
    headers: {
      ...(contentType && { 'content-type': contentType }),
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': options.signature ?? signature,
    },
    body: text,
  });
  const body = await answer.body.text();
  try {
    return { status: answer.statusCode, body: JSON.parse(body) };
  } catch {
    return { status: answer.statusCode, body };
  }
}
