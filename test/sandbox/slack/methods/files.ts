import { asText } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/files.info */
const info: Method = async ({ files }, args) => {
  const file = files.info(asText(args.file));
  return file ? { ok: true, file, comments: [] } : refuse('file_not_found');
};

export const fileMethods = { 'files.info': info };
