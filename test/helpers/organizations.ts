import { uuidFor } from '../sandbox/piper/ids.ts';
import { member, organizationId, role, roles, testOrganization } from './piper.ts';

/** The platform token, with which the process or a workspace is connected. */
export const platformToken = 'pat_test_platform_token';

/** The organization that a workspace is connected to, of its own. */
export const acmeRobotics = testOrganization(organizationId, 'Acme Robotics', platformToken);

/** Roles have the same ids in every organization, so that whoever mixes them up shows by their names. */
const incorporated = (name: string) =>
  testOrganization(
    uuidFor(`organization ${name}`),
    `${name} Inc.`,
    `pat_${name.toLowerCase()}_platform_token`,
    {
      roles: [{ ...role(`${name} Editor`), id: roles.editor.id }],
      members: [member(`boss@${name.toLowerCase()}.example`)],
    },
  );

/** Those of several workspaces. */
export const organizations = {
  acme: incorporated('Acme'),
  globex: incorporated('Globex'),
  umbrella: incorporated('Umbrella'),
};
