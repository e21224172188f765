import { checkDenialMessage } from '../../views/check.ts';
import { connectedFor } from './connected-for.ts';
import { requireAcceptedConnection } from './require-connection.ts';

/** A connection that can be used for inviting, for every full member, who may check their own invites. */
export const requireOwnChecker = connectedFor(
  requireAcceptedConnection,
  checkDenialMessage,
  'not_chosen',
);

/** The same for somebody who may check those of others: whoever may change a connection of that reach. */
export const requireChecker = connectedFor(requireAcceptedConnection, checkDenialMessage);
