import type { Overflow } from '@slack/types';
import { PlainText } from '../blocks/plain-text.tsx';
import { useSurface } from '../blocks/surface.ts';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';
import type { ElementProps } from './field.ts';
import { useConfirm } from './use-confirm.tsx';

/** The three dots. */
export function OverflowMenu({ placed }: ElementProps<Overflow>) {
  const surface = useSurface();
  const { ask, dialog } = useConfirm(placed.element.confirm);
  return (
    <>
      <Menu
        label="More actions"
        icon={<Icon name="more" />}
        items={placed.element.options.map((option) => ({
          id: option.value ?? option.text.text,
          words: <PlainText text={option.text.text} />,
          onChoose: () => {
            if (option.url) window.open(option.url, '_blank', 'noopener,noreferrer');
            ask(() => surface.act(placed, { selected_option: option }));
          },
        }))}
      />
      {dialog}
    </>
  );
}
