/** Rules of one connection. */
export const rules = {
  /** With the settings form, which is the first one. */
  most: 20,
  nameCharacters: 60,
  /** Roles in one rule. */
  roles: 100,
} as const;
