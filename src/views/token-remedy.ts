import type { TokenRemedy } from '../domain/token-remedy.ts';
import { actions } from '../ids.ts';
import { renewing } from '../text/index.ts';
import { type Button, button } from './message.ts';

export const renewButton = button(actions.connect, renewing.renewButtonPlain, 'primary');

/** What somebody can press about a token that Piper refused. */
export function remedyButtons(remedy: TokenRemedy): Button[] {
  switch (remedy.kind) {
    case 'renew':
      return [renewButton];
    case 'ask':
      return [button(actions.askRenewal, renewing.askPlain(remedy.name), 'primary')];
    default:
      return [];
  }
}
