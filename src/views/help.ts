import type { WhoMayInvite } from '../domain/connection.ts';
import { commands, type Source } from '../ids.ts';
import { help } from '../text.ts';
import { type Message, sentences } from './message.ts';

/**
 * What the product can do, who may do it, and where to ask; `notUnderstood` are the words that led here. Without `inviters`
 * the workspace is not connected. `lacking` is what the form cannot take people from, for want of a scope.
 */
export function helpMessage(data: {
  inviters?: WhoMayInvite;
  notUnderstood?: readonly string[];
  lacking?: readonly Source[];
}): Message {
  const { lacking = [] } = data;
  const who = data.inviters ? help.who(data.inviters) : help.notConnected(commands.invite);
  return sentences([
    data.notUnderstood ? help.notUnderstood(data.notUnderstood) : help.intro,
    help.usage(commands.invite),
    ...(lacking.length > 0 ? [help.lacking(lacking)] : []),
    `${who} ${help.more}`,
  ]);
}
