import type { webApi } from '@slack/bolt';
import type { Response } from 'undici';
import * as z from 'zod';
import { refusedTokens } from './error-word.ts';

type Call = Parameters<webApi.FetchFunction>;

/** What the Web API client takes; what is sent, and the answer, may also come in parts. */
export type SlackFetch = (
  url: Call[0],
  init?: Omit<NonNullable<Call[1]>, 'body'> & {
    body?: NonNullable<Call[1]>['body'] | AsyncIterable<Uint8Array>;
  },
) => Promise<Response>;

/** A call to Slack that has ended. `method` is one of the Web API's, or `response_url`, `file` or `other`. */
export type SlackCall = {
  method: string;
  outcome: 'ok' | 'token_refused' | 'error' | 'rate_limited' | 'unavailable';
  milliseconds: number;
};

const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() });

/** The same `fetch`, which tells how each call ended once its answer is there. `apiUrl` ends with a slash. */
export function reportCalls(
  fetch: SlackFetch,
  apiUrl: string,
  onCall: (call: SlackCall) => void,
): SlackFetch {
  return async (url, init) => {
    const method = methodOf(String(url), apiUrl);
    const begunAt = performance.now();
    const ended = (outcome: SlackCall['outcome']) =>
      onCall({ method, outcome, milliseconds: performance.now() - begunAt });
    try {
      const answer = await fetch(url, init);
      const isOfApi = String(url).startsWith(apiUrl);
      void outcomeOf(answer, isOfApi).then(ended, () => ended('unavailable'));
      return answer;
    } catch (error) {
      ended('unavailable');
      throw error;
    }
  };
}

/** The product spells out each method that it calls, so there are few; the rest is addresses that Slack gave. */
function methodOf(url: string, apiUrl: string): string {
  if (!url.startsWith(apiUrl)) {
    return URL.parse(url)?.hostname.startsWith('files.') ? 'file' : 'response_url';
  }
  const [path = ''] = url.slice(apiUrl.length).split('?');
  return /^[a-z]+(?:\.[a-zA-Z]+){1,3}$/.test(path) ? path : 'other';
}

async function outcomeOf(answer: Response, isOfApi: boolean): Promise<SlackCall['outcome']> {
  if (answer.status === 429) return 'rate_limited';
  if (answer.status >= 500) return 'unavailable';
  if (!isOfApi || !answer.ok) return answer.ok ? 'ok' : 'error';
  // Whoever called reads the answer, too.
  const { ok, error = '' } = answerSchema.parse(await answer.clone().json());
  if (ok) return 'ok';
  return refusedTokens.includes(error) ? 'token_refused' : 'error';
}
