import type { webApi } from '@slack/bolt';
import * as z from 'zod';
import type { TextFile } from '../views/result-file.ts';
import type { SlackFetch } from './client.ts';

/** A file that Slack has and nobody sees yet. */
export type UploadedFile = { id: string; title: string };

const urlSchema = z.object({ upload_url: z.url(), file_id: z.string().min(1) });

/**
 * Gives Slack a file, for which an app needs the optional scope `files:write`. Throws what the client throws.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export async function uploadFile(
  { client, fetch }: { client: webApi.WebClient; fetch: SlackFetch },
  { name, title, content }: TextFile,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.bytes;
  const place = urlSchema.parse(
    await client.files.getUploadURLExternal({ filename: name, length }),
  );
  const answer = await fetch(place.upload_url, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'content-length': `${length}` },
    body: typeof content === 'string' ? content : content.parts(),
    signal,
  });
  if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
  return { id: place.file_id, title };
}
