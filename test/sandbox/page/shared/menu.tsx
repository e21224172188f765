import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useAnchor } from './use-anchor.ts';

type Item = { id: string; words: ReactNode; onChoose(): void };

type Props = {
  /** What the button is called. */
  label: string;
  icon: ReactNode;
  items: Item[];
};

/** A button that opens a short menu. */
export function Menu({ label, icon, items }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const style = useAnchor(button, open);

  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const stops = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      stops.at(next % stops.length)?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    }
  };

  return (
    <div className="menu">
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </button>
      {open && (
        <div
          ref={list}
          role="menu"
          tabIndex={-1}
          className="popup"
          style={style}
          onKeyDown={move}
          onBlur={({ currentTarget, relatedTarget: next }) => {
            if (!currentTarget.contains(next) && next !== button.current) setOpen(false);
          }}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="popup-choice"
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
