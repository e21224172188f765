import { openStorage, type Storage, type StorageLocation } from '../../src/storage/storage.ts';
import { askCarol } from '../helpers/asking.ts';
import { connectionWithToken } from '../helpers/builders.ts';
import { encryptionKey } from '../helpers/encryption-key.ts';
import type { startLocalOutside } from '../helpers/local-outside.ts';
import { keptLog } from '../helpers/log-lines.ts';
import { platformToken } from '../helpers/organizations.ts';
import { joined, member, organizationId, roles } from '../helpers/piper.ts';
import { acme, team, users } from '../helpers/slack.ts';
import { entry } from '../helpers/stored.ts';
import { settingsFor } from './bot-settings.ts';

type Outside = Awaited<ReturnType<typeof startLocalOutside>>;

/** Who asks, the how many-eth they are. */
export const asker = (at: number): string => `U0ASKER${at}`;
export const addressOf = (at: number): string => `p${at}@example.com`;
export const organization = { id: organizationId, name: 'Acme Robotics' };

/**
 * Connects Acme before any process runs: everybody asks Carol, or Alice, who may do everything. They and those who ask are Editors in
 * Piper. `fill` stores more. Gives the environment of the processes.
 */
export async function prepareAsking(
  location: StorageLocation,
  { piper, environment }: Outside,
  askers: number,
  fill: (storage: Storage) => Promise<void> = async () => {},
): Promise<Record<string, string>> {
  piper.members.push(
    ...['carol', ...Array.from({ length: askers }, (_, at) => asker(at).toLowerCase())].map(
      (name) => member(`${name}@acme.example`, roles.editor, joined),
    ),
  );
  const storage = await openStorage({
    location,
    encryptionKeys: [encryptionKey('a')],
    lostKeys: [],
    connections: undefined,
    log: keptLog().log,
    now: Date.now,
  });
  await storage.connections.save(
    connectionWithToken({
      scope: { teamId: team },
      organization,
      connectedBy: users.alice.id,
      settings: { whoMayInvite: { kind: 'admins' }, domains: [], asking: askCarol },
      token: platformToken,
    }),
    entry({ workspace: team, action: 'connect' }),
  );
  await fill(storage);
  await storage.close();
  const { PIPER_TOKEN: _token, PIPER_ORG_ID: _organization, ...where } = environment;
  return {
    ...where,
    ...settingsFor(location),
    SLACK_BOT_TOKEN: acme.botToken,
    AFTER_TIMEOUT: '500',
  };
}
