import type { AppSurface } from '../app-surface.ts';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';

type Props = {
  /** Whose message it is. */
  author: string;
  shortcuts: AppSurface['messageShortcuts'];
  onChoose(callbackId: string): void;
};

/** What the app can do with a message. */
export function MessageMenu({ author, shortcuts, onChoose }: Props) {
  return (
    <div className="message-menu">
      <Menu
        label={`What to do with the message of ${author}`}
        icon={<Icon name="more" />}
        items={shortcuts.map(({ name, callbackId }) => ({
          id: callbackId,
          words: name,
          onChoose: () => onChoose(callbackId),
        }))}
      />
    </div>
  );
}
