import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { stampOf } from '../../src/storage/connections.ts';
import { keyBesideDatabase } from '../../src/storage/key-file.ts';
import { createStamps } from '../../src/storage/stamps.ts';
import type { TestApp } from './app.ts';
import { keptLog } from './log-lines.ts';

type Columns = Parameters<typeof stampOf>[1];

/**
 * Changes what is stored of a connection's settings as the product would, whatever their form asks for; of the only connection, unless
 * a scope's ID says which.
 */
export function changeSettings(
  { directory, onDatabase }: Pick<TestApp, 'directory' | 'onDatabase'>,
  change: { [Name in keyof ConnectionSettings]?: ConnectionSettings[Name] | undefined },
  scopeId?: string,
): void {
  const stamps = createStamps([keyBesideDatabase(directory, keptLog().log)]);
  onDatabase((db) => {
    const row = db
      .prepare(
        `select id, scope_id as scopeId, is_enterprise as isEnterprise, enterprise_id as enterpriseId,
          organization_id as organizationId, organization_name as organizationName, settings,
          connected_by as connectedBy, connected_at as connectedAt from connections
          where scope_id = coalesce(?, scope_id)`,
      )
      .get(scopeId ?? null) as Columns;
    const settings = JSON.stringify({ ...JSON.parse(row.settings), ...change });
    db.prepare('update connections set settings = ?, stamp = ? where scope_id = ?').run(
      settings,
      stampOf(stamps, { ...row, settings }),
      row.scopeId,
    );
  });
}
