/** Somebody in Slack, as far as inviting cares. */
export type Person = {
  /** Slack user ID. */
  id: string;
  /** The name that Slack shows. */
  name: string;
  /** The e-mail address of the Slack profile, where there is one that the app can see. */
  address?: string;
  /** Admin or owner of the workspace. */
  isAdmin: boolean;
  /** Admin or owner of the Enterprise organization that the workspace is in. */
  isOrgAdmin: boolean;
  /** Single- or multi-channel guest. */
  isGuest: boolean;
  isBot: boolean;
  isDeactivated: boolean;
  /** From another workspace, met in a channel that is shared through Slack Connect. */
  isExternal: boolean;
};

/** A user group of the workspace, such as `@leads`. */
export type UserGroup = { id: string; name: string };
