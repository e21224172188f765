import { LRUCache } from 'lru-cache';
import { type AuditEntry, type AuditSurface, auditEntry } from '../domain/audit.ts';
import {
  type Connection,
  type ConnectionScope,
  type ConnectionSettings,
  type ConnectionWithToken,
  scopeId,
  type WorkspaceRef,
} from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, OrganizationDetails, Role } from '../domain/organization.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { type TokenOrganization, tokenPreview } from '../domain/token-permissions.ts';
import { platformToken as limits } from '../limits.ts';
import { atMost } from '../utils/at-most.ts';
import type { Connections } from './ports/connections.ts';
import type { PendingConnection, PendingConnections } from './ports/pending-connections.ts';
import type { PiperOrganization, PiperTokens } from './ports/piper.ts';
import { settingsChange, settingsDetails } from './settings-details.ts';

/** Who changes a connection, and the reference that identifies the request in the log. */
export type Actor = { userId: string; surface: AuditSurface; reference?: string | undefined };

/** What a token is good for. `pendingId` identifies it until its settings arrive; absent if it is good for nothing. */
export type CheckedToken = {
  pendingId?: string;
  usable: TokenOrganization[];
  unusable: TokenOrganization[];
};

/** Nothing was changed: the token's check has expired, was already used, or was somebody else's. */
export type Overtaken = { kind: 'overtaken' };

/**
 * Connects workspaces to organizations in Piper. A checked token is stored, encrypted, until its settings arrive, so that it
 * need not travel through Slack again.
 */
export function createConnectWorkspace(deps: {
  connections: Pick<Connections, 'save' | 'changeSettings' | 'noteChannel' | 'remove'>;
  pendingConnections: PendingConnections;
  tokens: PiperTokens;
  newId: () => string;
  now: () => number;
}) {
  const { connections, pendingConnections, tokens, newId, now } = deps;
  /** What Piper said about a pending token recently, by its pending id. */
  const inspected = new LRUCache<string, TokenOrganization[]>({
    ...atMost(limits.cachedTokens),
    ttl: limits.inspectionTtl,
    ttlResolution: 0,
    perf: { now },
  });
  const opened = new LRUCache<string, PiperOrganization>(atMost(limits.cachedTokens));

  const entryOf = (
    scope: ConnectionScope,
    actor: Actor,
    rest: Pick<Parameters<typeof auditEntry>[0], 'action' | 'subject' | 'details'>,
  ): AuditEntry =>
    auditEntry({
      workspace: scopeId(scope),
      at: now(),
      actor: actor.userId,
      surface: actor.surface,
      outcome: 'done',
      reference: actor.reference,
      ...rest,
    });

  return {
    /** Asks Piper what a token may do, and stores it for a while if that is enough. */
    check: async (
      token: string,
      workspace: WorkspaceRef,
      userId: string,
    ): Promise<Result<CheckedToken, PiperFailure>> => {
      const seen = await tokens.inspect(token);
      if (!seen.ok) return err(seen.error);
      const usable = seen.value.filter(({ missing }) => missing.length === 0);
      const unusable = seen.value.filter(({ missing }) => missing.length > 0);
      if (usable.length === 0) return ok({ usable, unusable });
      const pendingId = newId();
      inspected.set(pendingId, seen.value);
      await pendingConnections.save({
        id: pendingId,
        scope: { teamId: workspace.teamId },
        userId,
        token,
        expiresAt: now() + limits.pendingTtl,
      });
      return ok({ pendingId, usable, unusable });
    },

    /** An organization that a pending token can be connected to, and its roles. */
    open: async (
      pendingId: string,
      organizationId: string,
      workspace: WorkspaceRef,
      userId: string,
    ): Promise<Result<{ organization: Organization; roles: Role[] }, PiperFailure | Overtaken>> => {
      const pending = await findPending(pendingId, workspace, userId);
      if (!pending) return err({ kind: 'overtaken' });
      const [organization, roles] = await Promise.all([
        findOrganization(pending, organizationId, inspected.get(pendingId)),
        openOrganization(pending, organizationId).roles(),
      ]);
      if (!organization.ok) return organization;
      return roles.ok ? ok({ organization: organization.value, roles: roles.value }) : roles;
    },

    /** What a pending token sees of an organization, with what it may do there, and the organization's roles. */
    seenBy: async (
      pendingId: string,
      organizationId: string,
      workspace: WorkspaceRef,
      userId: string,
    ): Promise<
      Result<{ details: OrganizationDetails; roles: Role[] }, PiperFailure | Overtaken>
    > => {
      const pending = await findPending(pendingId, workspace, userId);
      if (!pending) return err({ kind: 'overtaken' });
      const piper = openOrganization(pending, organizationId);
      const [details, roles] = await Promise.all([piper.details(), piper.roles()]);
      if (!details.ok) return details;
      return roles.ok ? ok({ details: details.value, roles: roles.value }) : roles;
    },

    /** Connects a workspace, or its whole Enterprise organization, replacing its former connection. */
    connect: async (
      chosen: {
        pendingId: string;
        organizationId: string;
        workspace: WorkspaceRef;
        isEnterpriseWide: boolean;
        settings: ConnectionSettings;
      },
      actor: Actor,
    ): Promise<Result<Connection, PiperFailure | Overtaken>> => {
      const { pendingId, organizationId, workspace, isEnterpriseWide, settings } = chosen;
      const pending = await findPending(pendingId, workspace, actor.userId);
      if (!pending) return err({ kind: 'overtaken' });
      const [organization, expiry] = await Promise.all([
        findOrganization(pending, organizationId),
        tokens.expiry(pending.token, organizationId),
      ]);
      if (!organization.ok) return organization;
      // First, so that a form submitted twice connects only once.
      if (!(await pendingConnections.remove(pendingId))) return err({ kind: 'overtaken' });

      const { id, name } = organization.value;
      const { enterpriseId, teamId } = workspace;
      const connection: Connection = {
        id: newId(),
        scope: isEnterpriseWide && enterpriseId ? { enterpriseId } : { teamId },
        enterpriseId,
        organization: { id, name },
        tokenPreview: tokenPreview(pending.token),
        settings,
        connectedBy: actor.userId,
        connectedAt: now(),
        ...(expiry === 'never' ? { neverExpires: true } : { expiresAt: expiry }),
      };
      const withToken: ConnectionWithToken = { ...connection, token: pending.token };
      const details = {
        organization: name,
        token: connection.tokenPreview,
        ...settingsDetails(settings),
        rules: settings.rules && JSON.stringify(settings.rules),
      };
      await connections.save(
        withToken,
        entryOf(connection.scope, actor, { action: 'connect', subject: id, details }),
      );
      return ok(connection);
    },

    /** False when the connection is gone, or somebody else has changed its settings since it was read. */
    changeSettings: (connection: Connection, settings: ConnectionSettings, actor: Actor) =>
      connections.changeSettings(
        connection.id,
        { from: connection.settings, to: settings },
        entryOf(connection.scope, actor, {
          action: 'settings',
          subject: connection.organization.id,
          details: settingsChange(connection.settings, settings),
        }),
      ),

    /** The channel of those who decide has taken a message. */
    channelTaken: ({ id, refusedChannel }: Connection) =>
      refusedChannel === undefined ? undefined : connections.noteChannel(id, undefined),

    /** Deletes a connection with its token. False when it is already gone. */
    disconnect: ({ id, scope, organization }: Connection, actor: Actor) =>
      connections.remove(
        { ...scope, id },
        entryOf(scope, actor, {
          action: 'disconnect',
          subject: organization.id,
          details: { organization: organization.name },
        }),
      ),
  };

  async function findOrganization(
    { id, token }: PendingConnection,
    organizationId: string,
    known?: TokenOrganization[],
  ): Promise<Result<Organization, PiperFailure>> {
    const seen = known ? ok(known) : await tokens.inspect(token);
    if (!seen.ok) return seen;
    if (!known) inspected.set(id, seen.value);
    const organization = seen.value.find((each) => each.id === organizationId);
    if (!organization) return err({ kind: 'not_found' });
    return organization.missing.length === 0 ? ok(organization) : err({ kind: 'forbidden' });
  }

  /** Kept open for its cached roles, so that searching a menu does not request them for each keystroke. */
  function openOrganization({ id, token }: PendingConnection, organizationId: string) {
    const key = `${id} ${organizationId}`;
    const known = opened.get(key) ?? tokens.open(token, organizationId);
    opened.set(key, known);
    return known;
  }

  async function findPending(
    id: string,
    { teamId }: WorkspaceRef,
    userId: string,
  ): Promise<PendingConnection | undefined> {
    const pending = await pendingConnections.find(id, now());
    const isOwn = pending?.userId === userId && scopeId(pending.scope) === teamId;
    return isOwn ? pending : undefined;
  }
}

export type ConnectWorkspace = ReturnType<typeof createConnectWorkspace>;
