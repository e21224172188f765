/** Rules of one connection. */
export const rules = {
  /** With the settings form, which is the first one. */
  most: 20,
  nameCharacters: 60,
  /** Roles in one rule. */
  roles: 100,
} as const;

/** Searching in the past: the longest address that can be delivered to, https://www.rfc-editor.org/errata/eid1690 */
export const history = { addressCharacters: 254 } as const;
