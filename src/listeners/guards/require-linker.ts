import type { Connected } from '../../usecases/find-connection.ts';
import { linkDenialMessage } from '../../views/link-messages.ts';
import { connectedFor } from './connected-for.ts';
import type { Guard } from './guard.ts';
import { requireConnection } from './require-connection.ts';

/** The connection, for somebody who may link others to members: whoever may change a connection of that reach. */
export const requireLinker: Guard<Connected> = connectedFor(requireConnection, linkDenialMessage);

/** The connection, for every full member, who may ask to be linked. */
export const requireLinkAsker: Guard<Connected> = connectedFor(
  requireConnection,
  linkDenialMessage,
  'not_chosen',
);
