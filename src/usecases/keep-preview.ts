import type { WorkspaceRef } from '../domain/connection.ts';
import { invitation as limits } from '../limits.ts';
import type { Drafts, OrderDraft } from './ports/storage.ts';

export type OrderDrafts = ReturnType<typeof createOrderDrafts>;

/** Keeps what somebody is about to send while they look at it, since a modal has no room for it. */
export function createOrderDrafts(deps: {
  drafts: Drafts;
  newId: () => string;
  now: () => number;
}) {
  const { drafts, newId, now } = deps;
  return {
    /** Names a draft before there is one. */
    newId,
    keep: (id: string, { teamId }: WorkspaceRef, userId: string, draft: OrderDraft) =>
      drafts.save({ id, teamId, userId, draft, expiresAt: now() + limits.draftAge }),
    /** What somebody kept in a workspace; undefined where its time is over. It stays, since ordering it counts once. */
    find: (id: string, { teamId }: WorkspaceRef, userId: string) =>
      drafts.find(id, { teamId, userId }, now()),
  };
}
