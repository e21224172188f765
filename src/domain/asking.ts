/** Who decides about requests, besides those who may change the connection; Slack IDs. At least one person or user group. */
export type Approvers = {
  /** Where they are asked, all at once; without one, each of them by direct message. */
  channel?: string;
  userIds: string[];
  userGroupIds: string[];
  /** These may decide, but are never asked. */
  quietUserIds: string[];
  /** IDs of roles that they may approve even where they couldn't give them in Piper. Not for others who may decide. */
  beyondOwnRole?: string[];
};

/** That people can ask to have somebody invited whom they may not invite themselves, and who decides about it. */
export type Asking = {
  approvers: Approvers;
  expireAfterDays: number;
  /** Whether those who may decide may do so about what they asked for themselves. */
  selfApproval: boolean;
  /** IDs of roles that are never given without approval, by two people. */
  twoApprovals: string[];
};

/** Everybody named to decide, asked or not. */
export const namedApprovers = ({ userIds, quietUserIds }: Approvers): string[] => [
  ...new Set([...userIds, ...quietUserIds]),
];

/** How many people have to approve some roles (ids). */
export const approvalsNeeded = (
  roles: readonly { id: string }[],
  asking: Pick<Asking, 'twoApprovals'> | undefined,
): 1 | 2 => (roles.some(({ id }) => asking?.twoApprovals.includes(id)) ? 2 : 1);
