import type { WhoMayInvite } from '../domain/connection.ts';
import { commands, type OptionalFeature } from '../ids.ts';
import { help } from '../text/index.ts';
import { type Message, sentences } from './message.ts';

/**
 * What the product can do, who may do it, and where to ask; `notUnderstood` are the words that led here. `lacking` is what it
 * cannot do for want of a scope.
 */
export function helpMessage(data: {
  inviters: WhoMayInvite | 'not_connected' | 'unknown';
  notUnderstood?: readonly string[];
  lacking?: readonly OptionalFeature[];
}): Message {
  const { lacking = [] } = data;
  return sentences([
    data.notUnderstood ? help.notUnderstood(data.notUnderstood) : help.intro,
    help.usage(commands.invite),
    ...(lacking.length > 0 ? [help.lacking(lacking)] : []),
    [...whoWords(data.inviters), help.more].join(' '),
  ]);
}

function whoWords(inviters: WhoMayInvite | 'not_connected' | 'unknown'): string[] {
  if (inviters === 'unknown') return [];
  return [inviters === 'not_connected' ? help.notConnected(commands.invite) : help.who(inviters)];
}
