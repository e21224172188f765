import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import * as z from 'zod';
import { err, ok } from '../domain/result.ts';
import { slack } from '../limits.ts';
import type { Files } from '../usecases/ports/slack.ts';
import type { SlackFetch } from './client.ts';
import { slackErrorWord } from './error-word.ts';
import { firstBytes } from './first-bytes.ts';

/** https://docs.slack.dev/reference/objects/file-object */
const infoSchema = z.object({
  file: z.object({ user: z.string(), size: z.number(), url_private: z.url() }),
});

/**
 * Files that people uploaded into a form, for which an app needs the optional scope `files:read`. `fetch` gives
 * the token to nobody but Slack. https://docs.slack.dev/reference/methods/files.info
 */
export function createFiles(options: {
  client: webApi.WebClient;
  fetch: SlackFetch;
  token: string;
  log: Logger;
}): Files {
  const { client, fetch, token, log } = options;

  async function download(address: string) {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${token}` },
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
