import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { type Dispatcher, fetch } from 'undici';
import { z } from 'zod';
import { err, ok } from '../domain/result.ts';
import { slack } from '../limits.ts';
import type { Files } from '../usecases/ports/slack.ts';
import { slackErrorWord } from './error-word.ts';

/** https://docs.slack.dev/reference/objects/file-object */
const infoSchema = z.object({
  file: z.object({ user: z.string(), size: z.number(), url_private: z.url() }),
});

/**
 * Files that people uploaded into a form, for which an app needs the optional scope `files:read`. The token goes to Slack's own
 * hosts alone, and follows no redirection. https://docs.slack.dev/reference/methods/files.info
 */
export function createFiles(options: {
  client: webApi.WebClient;
  dispatcher: Dispatcher;
  token: string;
  /** Such as `https://slack.com/api/`. */
  apiUrl: string;
  log: Logger;
}): Files {
  const { client, dispatcher, token, apiUrl, log } = options;

  async function download(address: string) {
    if (!isSlacks(new URL(address), new URL(apiUrl))) throw new Error('the file is not at Slack');
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      dispatcher,
      signal: AbortSignal.timeout(slack.messageTimeout),
    });
    if (!response.ok) throw new Error(`the file was answered with ${response.status}`);
    return firstBytes(response.body, slack.maxFileBytes + 1);
  }

  return {
    read: async (fileId, asker) => {
      try {
        const { file } = infoSchema.parse(await client.files.info({ file: fileId }));
        if (file.user !== asker) return err('not_found');
        if (file.size > slack.maxFileBytes) return err('too_large');
        const bytes = await download(file.url_private);
        return bytes.length > slack.maxFileBytes ? err('too_large') : ok(bytes);
      } catch (error) {
        const word = slackErrorWord(error);
        if (word === 'missing_scope') return err('not_granted');
        if (word === 'file_not_found' || word === 'file_deleted') return err('not_found');
        log.warn({ err: error, fileId }, 'file could not be read');
        return err('unavailable');
      }
    },
  };
}

/** Slack's hosts, or the host of the API, which may be a stand-in for Slack. */
const isSlacks = (address: URL, api: URL): boolean =>
  address.origin === api.origin ||
  (address.protocol === 'https:' &&
    ['slack.com', 'slack-gov.com'].some(
      (host) => address.hostname === host || address.hostname.endsWith(`.${host}`),
    ));

async function firstBytes(
  body: AsyncIterable<Uint8Array> | null,
  most: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
