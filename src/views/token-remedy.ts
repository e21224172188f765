import type { TokenRemedy } from '../domain/token-remedy.ts';
import { actions, askedInDoubt } from '../ids.ts';
import { renewing } from '../text/index.ts';
import { type Button, button, type Message, withButtons } from './message.ts';

export const renewButton = button(actions.connect, renewing.renewButtonPlain, 'primary');

/** Puts below a message what somebody can do about a token that Piper refused, if that is why. */
export const withRemedy = (message: Message, remedy: TokenRemedy | undefined): Message =>
  withButtons(message, remedy ? remedyButtons(remedy) : []);

/** What somebody can press about a token that Piper refused; `isInDoubt` where it is not known to be why. */
export function remedyButtons(remedy: TokenRemedy, isInDoubt = false): Button[] {
  switch (remedy.kind) {
    case 'renew':
      return [renewButton];
    case 'ask':
      return [
        {
          ...button(actions.askRenewal, renewing.askPlain(remedy.name), 'primary'),
          ...(isInDoubt && { value: askedInDoubt }),
        },
      ];
    default:
      return [];
  }
}
