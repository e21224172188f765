import type { Connection, WhoMayInvite } from './connection.ts';
import type { FoundInvitation } from './invitation.ts';
import type { Place } from './open-invites.ts';
import type { InviteRequest } from './request.ts';
import type { TokenRemedy } from './token-remedy.ts';
import type { TokenState } from './token-state.ts';

/** What one person sees on App Home. */
export type Home =
  /** Bots and deactivated accounts. */
  | { kind: 'nothing' }
  | { kind: 'denied'; reason: 'guest' | 'external' | 'unidentified' }
  | { kind: 'not_connected'; mayConnect: boolean; inviteAdmins: string[] }
  | { kind: 'unreadable'; why: { kind: string }; mayConnect: boolean }
  | ConnectedHome;

export type ConnectedHome = {
  kind: 'connected';
  connection: Connection;
  /** Unknown where the settings of the process name the organization, and Piper has not told since the start. */
  organizationName: string | undefined;
  isFixed: boolean;
  token: TokenState;
  /** What they can do about a token that Piper refuses. */
  remedy?: TokenRemedy;
  mayConnect: boolean;
  /** `unidentified`: Slack doesn't tell whether they may. */
  invites: 'at_once' | 'asking' | 'not' | 'unidentified';
  inviters: WhoMayInvite;
  /** What they may decide about, newest first; `hasMore` where they may about others, too. */
  toDecide: { requests: InviteRequest[]; hasMore: boolean };
  /** What they asked for lately, newest first. */
  asked: InviteRequest[];
  /** Whether they may change members' roles. */
  changesRoles: boolean;
  /** Whether they may search in the past. */
  searches: boolean;
  /** For those who may invite at once. */
  pending?: PendingPage;
};

/** Whom Piper has yet to see, newest first; `before` is the place right before the page. */
export type PendingPage = {
  invites: (FoundInvitation & { id: string })[];
  before?: Place;
  hasOlder: boolean;
};

/** Which page somebody wants: that after a place, or that before it. */
export type Turn = { olderThan: Place } | { newerThan: Place };
