import type { ActionsBlock as Actions } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { actionIdOf } from './kit.ts';

/** A row of buttons and menus. */
export function ActionsBlock({ blockId, block }: { blockId: string; block: Actions }) {
  return (
    <div className="block-actions">
      {block.elements.map((element) => {
        const actionId = actionIdOf(element);
        return <Element key={actionId} placed={{ blockId, actionId, element, block }} field={{}} />;
      })}
    </div>
  );
}
