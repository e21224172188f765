import { commands } from '../ids.ts';
import { help } from '../text.ts';
import { type Message, sentences } from './message.ts';

/** What the product can do, who may do it, and where to ask; `notUnderstood` are the words that led here. */
export function helpMessage(data: {
  inviters: readonly string[];
  notUnderstood?: readonly string[];
}): Message {
  return sentences([
    data.notUnderstood ? help.notUnderstood(data.notUnderstood) : help.intro,
    help.usage(commands.invite),
    `${help.who(data.inviters)} ${help.more}`,
  ]);
}
