import type { WhoMayInvite } from '../domain/connection.ts';
import { commands, type OptionalFeature } from '../ids.ts';
import { help } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** What the product can do, who may invite, and where to ask. */
export function helpMessage(data: {
  inviters: WhoMayInvite | 'not_connected' | 'unknown';
  /** Arguments of the command that led here. */
  notUnderstood?: readonly string[];
  /** Features whose scopes the installation lacks. */
  missing?: readonly OptionalFeature[];
}): Message {
  const { missing = [] } = data;
  return textMessage([
    data.notUnderstood ? help.notUnderstood(data.notUnderstood) : help.intro,
    help.usage(commands.invite),
    ...(missing.length > 0 ? [help.missing(missing)] : []),
    [...whoWords(data.inviters), help.more].join(' '),
  ]);
}

function whoWords(inviters: WhoMayInvite | 'not_connected' | 'unknown'): string[] {
  if (inviters === 'unknown') return [];
  return [inviters === 'not_connected' ? help.notConnected(commands.invite) : help.who(inviters)];
}
