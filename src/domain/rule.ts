/** Whom a rule is about; Slack user IDs and user group IDs. */
export type Who =
  /** Admins and owners of the workspace, and the process's invite admins. */
  | { kind: 'admins' }
  /** Every full member. */
  | { kind: 'members' }
  | { kind: 'chosen'; userIds: string[]; userGroupIds: string[]; alsoAdmins?: true };

/** What can happen with an invite. */
export const fates = ['direct', 'approval', 'deny'] as const;
export type Fate = (typeof fates)[number];

/** What happens with some people's invites: those for these roles (ids) and domains. */
export type Rule = {
  id: string;
  /** Shown to those who may change rules. */
  name: string;
  who: Who;
  roles: 'all' | string[];
  domains: 'all' | string[];
  fate: Fate;
  /** Its roles are given even by those who couldn't in Piper. Only with a list of roles. */
  beyondOwnRole?: true;
};

/** How many people somebody may invite at once within 24 hours, and what happens with more. */
export type Quota = { invites: number; fate: Exclude<Fate, 'direct'> };
