import type { AuditEntry } from '../../domain/audit.ts';
import type { Connection } from '../../domain/connection.ts';
import type { Link } from '../../domain/link.ts';
import type { Result } from '../../domain/result.ts';
import type { Unreadable } from './connections.ts';

/** The connection that links hold for. One that is not stored stays, so links do not end with it. */
export type LinkedThrough = {
  connection: Pick<Connection, 'id' | 'scope' | 'organization'>;
  isFixed: boolean;
};

/**
 * Who is which member of an organization, where addresses don't tell: one member for one person, and one person for one member.
 * Links end with their connection, and with the organization that it is for. Each change is stored together with its audit entry.
 */
export interface LinkStore {
  /** Somebody's link, by their Slack user ID. */
  find(through: LinkedThrough, userId: string): Promise<Result<Link | undefined, Unreadable>>;
  /** `taken`: the person, or the member, has a link already. `changed`: the connection, or a link, was ended meanwhile. */
  save(
    through: LinkedThrough,
    link: Link,
    entry: AuditEntry,
  ): Promise<{ kind: 'saved' } | { kind: 'changed' } | { kind: 'taken'; link: Link }>;
  /** False when there is none. */
  remove(through: LinkedThrough, userId: string, entry: AuditEntry): Promise<boolean>;
}
