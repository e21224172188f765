/** The result of something whose failures the caller must handle: they are values, not exceptions. */
export type Result<T, F> = { ok: true; value: T } | { ok: false; error: F };

/** A success carrying `value`. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** A failure carrying `error`. */
export const err = <F>(error: F): { ok: false; error: F } => ({ ok: false, error });
