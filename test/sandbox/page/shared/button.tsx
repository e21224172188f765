import type { ButtonHTMLAttributes } from 'react';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'default' | 'primary' | 'danger' | undefined;
  /** Shows that its work is under way; it can't be pressed meanwhile, and keeps the focus. */
  busy?: boolean;
};

/** A button with Slack's look. */
export function Button({ look = 'default', busy = false, children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      className={`button button-${look}`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      <span className="button-words">{children}</span>
    </button>
  );
}
