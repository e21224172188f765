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

/** How Slack signs a body: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signatureOf(
  text: string,
  { secret = signingSecret, timestamp = Math.floor(Date.now() / 1_000) } = {},
): { timestamp: number; signature: string } {
  const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`);
  return { timestamp, signature: `v0=${hmac.digest('hex')}` };
}

/** Sends what Slack would send, signed. */
export async function postSigned(
  url: string,
  { contentType, text }: { contentType?: string | undefined; text: string },
  options: { secret?: string; timestamp?: number; signature?: string } = {},
): Promise<Answer> {
  const { timestamp, signature } = signatureOf(text, options);
  const answer = await request(url, {
    method: 'POST',
    headers: {
      ...(contentType && { 'content-type': contentType }),
      'x-slack-request-timestamp': String(timestamp),
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
