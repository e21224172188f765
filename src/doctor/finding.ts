/** What the doctor looked at, how it found it, and what to do about it; `message` begins with the fact and names the remedy. */
export type Finding = { check: string; state: State; message: string };

/** A `warning` works, but not all of it, or not for long; what was `skipped` could not be told. */
export type State = 'ok' | 'warning' | 'fault' | 'skipped';

type Made = (check: string, message: string) => Finding;
const make =
  (state: State): Made =>
  (check, message) => ({ check, state, message });

export const ok = make('ok');
export const warning = make('warning');
export const fault = make('fault');
export const skipped = make('skipped');
