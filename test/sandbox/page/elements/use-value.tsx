import type { ConfirmationDialog } from '@slack/types';
import type { ReactNode } from 'react';
import type { Placed, Value } from '../blocks/kit.ts';
import { useSurface } from '../blocks/surface.ts';
import { useConfirm } from './use-confirm.tsx';

/**
 * An element's value and how to set it. As in Slack, setting tells the app at once outside of input blocks and where an
 * input block dispatches, after the element's own confirmation if it has one; `dialog` is that confirmation's place.
 */
export function useValue(placed: Placed): {
  value: Value;
  set(value: Value): void;
  dialog: ReactNode;
} {
  const surface = useSurface();
  const { blockId, actionId, element, block } = placed;
  const confirm: ConfirmationDialog | undefined =
    'confirm' in element ? element.confirm : undefined;
  const { ask, dialog } = useConfirm(confirm);
  const dispatches = block.type !== 'input' || block.dispatch_action === true;
  return {
    value: surface.values[blockId]?.[actionId] ?? { type: element.type },
    set: (value) => {
      if (!dispatches) return surface.change(placed, value);
      ask(() => {
        const { type: _type, ...payload } = value;
        surface.change(placed, value);
        surface.act(placed, payload, value);
      });
    },
    dialog,
  };
}
