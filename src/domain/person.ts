/** Somebody in Slack. */
export type Person = {
  /** Slack user ID. */
  id: string;
  /** The name shown in Slack. */
  name: string;
  /** The e-mail address in the Slack profile, if the app can see one. */
  address?: string;
  /** Whether Slack says that the person has confirmed it. */
  isAddressConfirmed?: boolean;
  /** How far their clock is ahead of UTC, in seconds, if Slack says. */
  utcOffset?: number;
  /** Workspace admin or owner. */
  isAdmin: boolean;
  /** Admin or owner of the workspace's Enterprise organization. */
  isOrgAdmin: boolean;
  /** Single- or multi-channel guest. */
  isGuest: boolean;
  isBot: boolean;
  isDeactivated: boolean;
  /** From another workspace, seen in a channel shared through Slack Connect. */
  isExternal: boolean;
};

/** Why somebody has no part in inviting, unless they are invited by name. */
export type NeverReason = 'bot' | 'deactivated' | 'external' | 'guest';

export function whyNever(person: Person): NeverReason | undefined {
  if (person.isBot) return 'bot';
  if (person.isDeactivated) return 'deactivated';
  if (person.isExternal) return 'external';
  if (person.isGuest) return 'guest';
  return undefined;
}

/** A user group of the workspace, such as `@leads`. */
export type UserGroup = { id: string; name: string };
