import type { WhoMayInvite } from '../domain/connection.ts';
import { commands } from '../ids.ts';
import { help } from '../text.ts';
import { type Message, sentences } from './message.ts';

/**
 * What the product can do, who may do it, and where to ask; `notUnderstood` are the words that led here. Without `inviters`
 * the workspace is not connected.
 */
export function helpMessage(data: {
  inviters?: WhoMayInvite;
  notUnderstood?: readonly string[];
}): Message {
  const who = data.inviters ? help.who(data.inviters) : help.notConnected(commands.invite);
  return sentences([
    data.notUnderstood ? help.notUnderstood(data.notUnderstood) : help.intro,
    help.usage(commands.invite),
    `${who} ${help.more}`,
  ]);
}
