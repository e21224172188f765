type About = {
  workspace: { teamId: string };
  organization: { id: string };
  reference?: string;
};

/** What every log line about a batch has: ids as they are stored, and the reference that people were given. */
export const batchFields = ({ id, ...about }: About & { id: string }) => fields(id, about);

/** The same for one invitation of a batch. */
export const invitationFields = ({
  id: invitation,
  batchId,
  ...about
}: About & { id: string; batchId: string }) => ({ ...fields(batchId, about), invitation });

const fields = (batch: string, { workspace, organization, reference }: About) => ({
  workspace: workspace.teamId,
  organization: organization.id,
  batch,
  ...(reference && { ref: reference }),
});
