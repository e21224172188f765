import type { Connected } from '../../usecases/find-connection.ts';
import { recordDenial } from '../../views/record-messages.ts';
import { connectedFor } from './connected-for.ts';
import type { Guard } from './guard.ts';
import { requireConnection } from './require-connection.ts';

/** The connection, for somebody who may have the record, and all of the history: whoever may change a connection of that reach. */
export const requireExporter: Guard<Connected> = connectedFor(requireConnection, recordDenial);
