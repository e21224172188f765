import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

type Props = {
  labelledBy: string;
  className: string;
  /** Esc was pressed. */
  onCancel(): void;
  children: ReactNode;
};

const tabbable =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';

/** A modal dialog: the rest of the page is inert, Tab stays inside, and focus goes back to where it was. */
export function Dialog({ labelledBy, className, onCancel, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);

  // Closed while it is still in the page, so that the browser gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  // The browser's own trap lets Tab out to its toolbar; Slack's goes round.
  const goRound = (event: KeyboardEvent<HTMLDialogElement>) => {
    if (event.key !== 'Tab' || !(event.target instanceof Element)) return;
    const dialog = event.currentTarget;
    if (event.target.closest('dialog') !== dialog) return;
    const stops = [...dialog.querySelectorAll<HTMLElement>(tabbable)].filter(
      (stop) => stop.tabIndex >= 0 && stop.checkVisibility(),
    );
    const [edge, opposite] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (event.target !== edge && event.target !== dialog) return;
    event.preventDefault();
    opposite?.focus();
  };

  return (
    <dialog
      ref={ref}
      aria-labelledby={labelledBy}
      className={className}
      onKeyDown={goRound}
      onCancel={(event) => {
        // What closes a dialog here is the state that it is drawn from.
        event.preventDefault();
        event.stopPropagation();
        onCancel();
      }}
    >
      {children}
    </dialog>
  );
}
