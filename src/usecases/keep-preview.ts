import type { WorkspaceRef } from '../domain/connection.ts';
import { invitation as limits } from '../limits.ts';
import type { BatchPreview, PreviewStore } from './ports/storage.ts';

export type KeepPreview = ReturnType<typeof createKeepPreview>;

/** Keeps what somebody is about to send while they look at it, since a modal has no room for it. */
export function createKeepPreview(deps: {
  previews: PreviewStore;
  newId: () => string;
  now: () => number;
}) {
  const { previews, newId, now } = deps;
  return {
    /** Names a draft before there is one. */
    newId,
    keep: (id: string, { teamId }: WorkspaceRef, userId: string, draft: BatchPreview) =>
      previews.save({ id, teamId, userId, draft, expiresAt: now() + limits.previewAge }),
    /** What somebody kept in a workspace; undefined where its time is over. It stays, since ordering it counts once. */
    find: (id: string, { teamId }: WorkspaceRef, userId: string) =>
      previews.find(id, { teamId, userId }, now()),
  };
}
