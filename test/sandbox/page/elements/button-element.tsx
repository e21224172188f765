import type { Button as SlackButton } from '@slack/types';
import { PlainText } from '../blocks/plain-text.tsx';
import { useSurface } from '../blocks/surface.ts';
import { Button } from '../shared/button.tsx';
import type { ElementProps } from './field.ts';
import { useConfirm } from './use-confirm.tsx';

/** A button; one with a URL opens it as well, as in Slack. */
export function ButtonElement({ placed, field }: ElementProps<SlackButton>) {
  const surface = useSurface();
  const { element } = placed;
  const { ask, dialog } = useConfirm(element.confirm);
  const press = () => {
    if (element.url) window.open(element.url, '_blank', 'noopener,noreferrer');
    surface.act(placed, { text: element.text, value: element.value, style: element.style });
  };
  return (
    <>
      <Button
        id={field.id}
        look={element.style}
        aria-label={element.accessibility_label}
        onClick={() => ask(press)}
      >
        <PlainText text={element.text.text} />
      </Button>
      {dialog}
    </>
  );
}
