import { type Dispatcher, request } from 'undici';
import type { Config } from '../config.ts';
import { type Finding, fault, ok, skipped } from './finding.ts';
import { doctor as limits } from './limits.ts';

/** Whether browsers, and Slack's requests, get to the product at the address that it is said to have. */
export async function checkPublicUrl(
  { slack, host, port }: Config,
  dispatcher: Dispatcher,
): Promise<Finding> {
  const check = 'PUBLIC_URL';
  if (slack.app.kind === 'one') {
    return skipped(
      check,
      slack.connection.mode === 'socket'
        ? 'Nothing has to reach this machine.'
        : 'Only the Slack app knows where Slack sends its requests: see Interactivity & Shortcuts there.',
    );
  }
  const { publicUrl } = slack.app;
  const own = `http://${/^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host}:${port}`;
  if ((await statusOf(dispatcher, 'GET', `${own}/healthz`)) !== 200) {
    return skipped(check, `Nothing answers at ${own}. Start piper-invite, and look again.`);
  }
  const paths: [method: 'GET' | 'POST', path: string, expected: number][] = [
    ['GET', '/slack/oauth_redirect', 400],
    // Slack's, which this request isn't.
    ...(slack.connection.mode === 'http'
      ? [['POST', '/slack/events', 401] as ['POST', string, number]]
      : []),
  ];
  for (const [method, path, expected] of paths) {
    const status = await statusOf(dispatcher, method, publicUrl + path);
    if (typeof status === 'string') {
      return fault(
        check,
        `${publicUrl}${path} can't be reached (${status}). Check the address, its name in DNS, and the proxy in front of piper-invite.`,
      );
    }
    if (status !== expected) {
      return fault(
        check,
        `${publicUrl}${path} answers ${status}, not as piper-invite does. Let the proxy in front of it pass /slack/ on to ${own}.`,
      );
    }
  }
  return ok(check, `${publicUrl} leads here.`);
}

/** The status of an answer, or why there is none. */
async function statusOf(
  dispatcher: Dispatcher,
  method: 'GET' | 'POST',
  url: string,
): Promise<number | string> {
  try {
    const signal = AbortSignal.timeout(limits.timeout);
    const { statusCode, body } = await request(url, { method, dispatcher, signal });
    await body.dump();
    return statusCode;
  } catch (error) {
    return error instanceof Error ? String((error as { code?: string }).code ?? error.name) : '?';
  }
}
