import type { Audience, Invite } from '../../domain/invitation.ts';

/** What somebody is about to submit, while they review it. */
export type BatchPreview = {
  organizationId: string;
  invitations: Invite[];
  /** Those that need approval. */
  approvals: Invite[];
  audience: Audience;
  note?: string;
};

/** Previews are kept for a while, and only their author can read them. */
export interface PreviewStore {
  save(kept: {
    id: string;
    teamId: string;
    userId: string;
    preview: BatchPreview;
    /** Epoch milliseconds. */
    expiresAt: number;
  }): Promise<void>;
  /** Undefined when there is none, when it is somebody else's, or when it has expired. `now` in epoch milliseconds. */
  find(
    id: string,
    author: { teamId: string; userId: string },
    now: number,
  ): Promise<BatchPreview | undefined>;
}
