import type { Answer } from '../emulate.ts';
import { asList, asText, isFields } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/files.info */
const info: Method = async ({ files }, args) => {
  const file = files.info(asText(args.file));
  return file ? { ok: true, file, comments: [] } : refuse('file_not_found');
};

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const getUploadUrl: Method = async ({ files }, args) => {
  const length = Number(args.length);
  const name = asText(args.filename);
  const wrong = [
    ...(name ? [] : ['missing required field: filename']),
    ...(Number.isInteger(length) && length > 0 ? [] : ['must be an integer of 1 or more: length']),
  ];
  if (wrong.length > 0) return refuse('invalid_arguments', wrong);
  const { id, url } = files.announce(name, length);
  return { ok: true, upload_url: url, file_id: id };
};

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const completeUpload: Method = async (world, args) => {
  const wanted = asList(args.files).filter(isFields);
  if (wanted.length === 0) return refuse('invalid_arguments', ['missing required field: files']);
  const channel = args.channel_id === undefined ? undefined : asText(args.channel_id);
  const refusal = channel === undefined ? undefined : channelRefusal(world, channel);
  if (refusal) return refusal;
  const { workspace, files } = world;
  const kept = wanted.map(({ id, title }) =>
    files.complete(workspace.bot.userId, asText(id), asText(title)),
  );
  const shown = kept.filter((file) => file !== undefined);
  if (shown.length < kept.length) return refuse('file_not_found');
  if (channel !== undefined) {
    const text = asText(args.initial_comment);
    workspace.add({ channel, text, blocks: [], files: shown });
  }
  return { ok: true, files: shown.map(({ id, title }) => ({ id, title })) };
};

/** Nobody but a conversation can be sent a file: the ID of a person, or a name, will not do. */
function channelRefusal({ workspace }: Parameters<Method>[0], id: string): Answer | undefined {
  if (!/^[CGDZ][A-Z0-9]{8,}$/.test(id)) {
    return refuse('invalid_arguments', ['failed to match pattern [json-pointer:/channel_id]']);
  }
  const channel = workspace.channel(id);
  const isMember = channel?.members.has(workspace.bot.userId);
  if (!channel || (channel.kind !== 'public' && !isMember)) return refuse('channel_not_found');
  return isMember ? undefined : refuse('not_in_channel');
}

export const fileMethods = {
  'files.info': info,
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
