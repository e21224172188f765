import { completed } from './block-kit/completed.ts';
import { isTooLong, messageErrors } from './block-kit.ts';
import { asList, asText, type Fields, isFields, parseJson } from './json.ts';
import type { ResponseTarget } from './response-urls.ts';
import type { World } from './world.ts';

/**
 * Takes what the bot posts to a response URL.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function postToResponseUrl(
  world: World,
  path: string,
  body: string,
): { status: number; text: string } {
  const target = world.responseUrls.take(path);
  if ('error' in target) return { status: 404, text: target.error };
  const message = parseJson(body);
  if (!isFields(message)) return { status: 400, text: 'invalid_payload' };
  const error = respond(world, target, message);
  return error ? { status: 400, text: error } : { status: 200, text: 'ok' };
}

/** Says, replaces or deletes what `message` says; Slack's error when it may not. */
export function respond(world: World, target: ResponseTarget, message: Fields): string | undefined {
  const { source } = target;
  if (message.delete_original === true) {
    if (source === undefined) return 'invalid_payload';
    world.workspace.remove(target.channel, source);
    return undefined;
  }
  const error = messageError(message);
  if (error) return error;
  const content = {
    text: asText(message.text),
    blocks: asList(completed(message.blocks)),
  };
  const original = source && world.workspace.message(target.channel, source, target.user);
  if (message.replace_original === true && original) {
    Object.assign(original, content);
    return undefined;
  }
  world.workspace.add({
    channel: target.channel,
    ...content,
    ...(message.response_type === 'in_channel' ? {} : { to: target.user }),
  });
  return undefined;
}

function messageError(message: Fields): string | undefined {
  const { text, blocks, attachments, thread_ts } = message;
  // Both would be lost without a trace, so the sandbox refuses what it cannot show.
  if (attachments !== undefined || thread_ts !== undefined) return 'invalid_payload';
  if (isTooLong(asText(text), message.replace_original === true ? 'edit' : 'post')) {
    return 'msg_too_long';
  }
  if (blocks === undefined) return asText(text) === '' ? 'no_text' : undefined;
  return messageErrors(blocks).length > 0 ? 'invalid_blocks' : undefined;
}
