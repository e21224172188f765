import { historyModal } from '../../src/views/history-modal.ts';
import { acme, editor } from '../helpers/builders.ts';
import {
  commandFields,
  type Filled,
  inviteBody,
  previewBody,
  viewBody,
} from '../helpers/payloads.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { users } from '../helpers/slack.ts';
import { pushedView } from '../helpers/views.ts';

let views = 0;

/** A slash command, signed as Slack signs; resolves when it is acknowledged. */
export const command = (
  port: number,
  text: string,
  responseUrl = 'http://127.0.0.1:9/',
): Promise<unknown> =>
  post(port, slackBody('command', commandFields(text, { response_url: responseUrl })));

/** The form, filled in for one address. */
export function submission(port: number, address: string): Promise<unknown> {
  const body = inviteBody({ addresses: address }, { viewId: `V${++views}` });
  return post(port, slackBody('interaction', { ...body, response_urls: [] }));
}

/** The form, filled in for several addresses, and the preview that it leads to. */
export async function bulkSubmission(
  port: number,
  addresses: string,
  userId: string = users.alice.id,
): Promise<void> {
  const body = inviteBody({ addresses }, { viewId: `V${++views}`, userId });
  const form = slackBody('interaction', { ...body, response_urls: [] });
  let view = pushedView(await post(port, form));
  // It is shown later where the members can't be read in time.
  while (!view.callback_id) view = pushedView(await post(port, form));
  await post(port, slackBody('interaction', previewBody(view, { userId })));
}

/** The search in the past, with the fields that are filled in; the answer is its first page. */
export function search(port: number, filled: Filled = {}): Promise<unknown> {
  const form = historyModal({ organization: acme, roles: [editor], seesAll: true });
  return post(port, slackBody('interaction', viewBody(form, filled)));
}

export async function post(port: number, body: ReturnType<typeof slackBody>): Promise<unknown> {
  const answer = await postSigned(`http://127.0.0.1:${port}/slack/events`, body);
  const text = JSON.stringify(answer.body);
  if (answer.status !== 200 || text.includes('errors')) throw new Error(`${answer.status} ${text}`);
  return answer.body;
}

/** Does something `count` times, so many at a time. */
export async function concurrently(
  atOnce: number,
  count: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
