type About = {
  id: string;
  workspace: { teamId: string };
  organization: { id: string };
  reference?: string | undefined;
};

/** What every log line about a batch has: ids as they are stored, and the reference that people were given. */
export const batchFields = ({ id, workspace, organization, reference }: About) => ({
  workspace: workspace.teamId,
  organization: organization.id,
  batch: id,
  ...(reference && { ref: reference }),
});

/** The same for one invitation of a batch. */
export const invitationFields = (invitation: About & { batchId: string }) => ({
  ...batchFields({ ...invitation, id: invitation.batchId }),
  invitation: invitation.id,
});
