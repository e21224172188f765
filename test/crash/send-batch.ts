import { views } from '../../src/ids.ts';
import { type InviteValues, inviteBody, previewBody } from '../helpers/payloads.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import type { Answered } from '../helpers/views.ts';

/** Sends the form; gives the id of the preview that it leads to, at once or later. */
export async function previewOf(
  port: number,
  values: InviteValues,
  { viewId, responseUrl }: { viewId: string; responseUrl: string },
): Promise<string | undefined> {
  const body = inviteBody(values, { viewId });
  const response_urls = body.response_urls.map((each) => ({ ...each, response_url: responseUrl }));
  const { view } = (await answered(port, { ...body, response_urls })) ?? {};
  return view?.external_id ?? (view?.private_metadata || undefined);
}

/** Sends a preview; gives nothing where no process has answered. */
export function sendPreview(port: number, previewId: string): Promise<Answered | undefined> {
  const preview = {
    type: 'modal',
    callback_id: views.preview,
    private_metadata: previewId,
  } as const;
  return answered(
    port,
    previewBody({ ...preview, title: { type: 'plain_text', text: '' }, blocks: [] }),
  );
}

/** Sends an interaction; gives nothing where no process has answered. */
export async function answered(port: number, body: object): Promise<Answered | undefined> {
  try {
    const url = `http://127.0.0.1:${port}/slack/events`;
    const answer = await postSigned(url, slackBody('interaction', body));
    return answer.status === 200 ? ((answer.body || {}) as Answered) : undefined;
  } catch {
    return undefined;
  }
}
