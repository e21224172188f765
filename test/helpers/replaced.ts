/** A copy of a payload with another value at a path, such as `user.id` or `actions.0.value`; `undefined` takes it out. */
export function replaced(payload: object, path: string, value: unknown): object {
  const copy = structuredClone(payload);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>(
    (found, key) => found[key] as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

/** What an ID must not be. */
export const noIds: readonly unknown[] = [undefined, null, '', 7, {}, ['U1']];
