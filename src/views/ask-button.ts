import { actions } from '../ids.ts';
import { requests as text } from '../text/index.ts';
import { button, type Message, textMessage, withButtons } from './message.ts';

/** Whose invites a button asks for again. */
type Former = `${'request' | 'batch' | 'preview'} ${string}`;

/** Opens a preview of invites of before, which asks for what needs approval. */
export const askButton = (former: Former, label: string = text.askPlain) => ({
  ...button(actions.askAgain, label, 'primary'),
  value: former,
});

/** For somebody who may not have invites sent any more, but ask for them. */
export const needsApprovalMessage = (former: Former): Message =>
  withButtons(textMessage([text.needsApprovalNow]), [askButton(former)]);

/** For somebody whose command needs approval, once Slack waits for no answer to it. */
export const needsReasonMessage = (command: string): Message =>
  withButtons(textMessage([text.needsReason]), [
    { ...button(`${actions.suggestion}0`, text.askPlain, 'primary'), value: command },
  ]);
