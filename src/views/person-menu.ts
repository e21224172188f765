import { actions } from '../ids.ts';
import { home as text } from '../text/index.ts';
import { button, menu } from './message.ts';

/** Beside a person: how they stand and, where it `offersRole`, another role. `whom` is what they are found by. */
export function personMenu(whom: string, offersRole: boolean) {
  const status = `status ${whom}`;
  return offersRole
    ? menu(actions.personMore, [
        { text: text.statusPlain, value: status },
        { text: text.changeRolePlain, value: `role ${whom}` },
      ])
    : { ...button(actions.personMore, text.statusPlain), value: status };
}
