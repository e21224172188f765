import { errors } from '../text/index.ts';
import { type Message, textMessage } from './message.ts';

/** For whoever typed a command that was accepted and never finished; `typed` is its text as Slack sent it, if it is known. */
export const notFinishedMessage = (typed: string | undefined): Message =>
  textMessage([errors.notFinished(typed)]);
