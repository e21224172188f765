import { LRUCache } from 'lru-cache';
import { type AuditEntry, type AuditSurface, auditEntry } from '../domain/audit.ts';
import { scopeId, type WorkspaceRef } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import { findLinkable, type LinkProblem, type ShownLink } from '../domain/link.ts';
import type { Member } from '../domain/organization.ts';
import { type Person, whyNever } from '../domain/person.ts';
import { matchPiperPerson } from '../domain/piper-person.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { atMost } from '../utils/at-most.ts';
import { type AuthorityOf, linksOf } from './authority.ts';
import type { Directory } from './authorize.ts';
import type { Connected } from './find-connection.ts';
import { links as limits } from './limits.ts';
import type { LinkStore } from './ports/links.ts';

/** Who links or unlinks somebody, and where. */
export type LinkRequest = {
  workspace: Directory & { ref: WorkspaceRef };
  connected: Connected;
  /** Slack user ID of the person who is linked. */
  userId: string;
  /** Slack user ID of whoever does it, who may change the connection. */
  by: string;
  surface: AuditSurface;
  reference?: string | undefined;
};

export type LinkPeople = ReturnType<typeof createLinkPeople>;

/**
 * Links people in Slack to members of an organization, where their addresses don't tell who they are. Whoever links somebody gives
 * them what that member may give, so it has to be no more than they may give themselves; and nobody links themselves.
 */
export function createLinkPeople(deps: {
  links: LinkStore;
  authorityOf: AuthorityOf;
  now: () => number;
}) {
  const { links, authorityOf, now } = deps;
  /** Who has asked for a link lately. */
  const asked = new LRUCache<string, true>({
    ...atMost(limits.rememberedAskers),
    ttl: limits.askAgainAfter,
    ttlResolution: 0,
    perf: { now },
  });
  const askerOf = ({ connection: { scope, organization } }: Connected, userId: string): string =>
    [scopeId(scope), organization.id, userId].join(' ');

  const entryOf = (
    { workspace, connected, userId, by, surface, reference }: LinkRequest,
    rest: Pick<AuditEntry, 'action' | 'subject' | 'details'>,
  ) => {
    const { scope, organization } = connected.connection;
    return auditEntry({
      workspace: scopeId(scope) || workspace.ref.teamId,
      at: now(),
      actor: by,
      surface,
      outcome: 'done',
      reference,
      ...rest,
      details: { organization: organization.id, user: userId, ...rest.details },
    });
  };

  async function findMember(
    { workspace, connected, userId, by }: LinkRequest,
    address: string,
  ): Promise<Result<Member, LinkProblem>> {
    if (userId === by) return err({ kind: 'self' });
    const person = await findPerson(workspace, userId);
    if (!person.ok) return person;
    const { piper } = connected;
    const [{ own }, rights, list] = await Promise.all([
      authorityOf(workspace, by, connected, 'new'),
      piper.rights(),
      piper.membersNow(),
    ]);
    if (own.kind === 'unread') return err(own);
    if (!rights.ok) return unread(rights.error);
    if (!list.ok) return unread(list.error);
    if (own.kind !== 'known') return err({ kind: 'unmatched', why: own.kind });
    return findLinkable(address, own.own, { ...rights.value, members: list.value.members });
  }

  return {
    /** Links somebody to the member with an address. Nobody who is linked is linked anew. */
    link: async (request: LinkRequest, address: string): Promise<Result<Member, LinkProblem>> => {
      const { connected, userId, by } = request;
      const member = await findMember(request, address);
      if (!member.ok) return member;
      const { userId: memberId, roleId } = member.value;
      const saved = await links.save(
        connected,
        { userId, memberId, address, by, at: now() },
        entryOf(request, {
          action: 'link',
          subject: address,
          details: { member: memberId, role: roleId },
        }),
      );
      if (saved.kind === 'taken') {
        const { link } = saved;
        return err({ ...saved, isSame: link.userId === userId && link.memberId === memberId });
      }
      if (saved.kind === 'changed') return err(saved);
      asked.delete(askerOf(connected, userId));
      return member;
    },

    /** Who somebody is in Piper. */
    show: async ({
      workspace,
      connected,
      userId,
    }: Pick<LinkRequest, 'workspace' | 'connected' | 'userId'>): Promise<
      Result<ShownLink, LinkProblem>
    > => {
      const [person, link, list] = await Promise.all([
        findPerson(workspace, userId),
        links.find(connected, userId),
        connected.piper.membersNow(),
      ]);
      if (!person.ok) return person;
      if (!list.ok) return unread(list.error);
      const found = matchPiperPerson(person.value, list.value.members, linksOf(userId, link));
      return ok({ found, link: link.ok ? link.value : 'unreadable' });
    },

    /** Ends somebody's link. False when there is none. */
    unlink: (request: LinkRequest): Promise<boolean> =>
      links.remove(
        request.connected,
        request.userId,
        entryOf(request, { action: 'unlink', subject: request.userId, details: {} }),
      ),

    /**
     * Asks whoever connected the workspace to link somebody, who asks for it themselves; `tell` resolves with whether the message
     * was delivered. Until it was dealt with, or some time has passed, nobody asks twice.
     */
    ask: async (
      { connected, userId }: Pick<LinkRequest, 'connected' | 'userId'>,
      tell: () => Promise<boolean>,
    ): Promise<'asked' | 'asked_before' | 'not_delivered'> => {
      const asker = askerOf(connected, userId);
      if (asked.has(asker)) return 'asked_before';
      asked.set(asker, true);
      if (await tell()) return 'asked';
      asked.delete(asker);
      return 'not_delivered';
    },
  };
}

const unread = (failure: PiperFailure) => err({ kind: 'unread' as const, failure });

async function findPerson(
  { people }: Directory,
  userId: string,
): Promise<Result<Person, LinkProblem>> {
  const found = await people.find(userId);
  if (!found.ok) return err({ kind: 'no_person', why: found.error });
  const never = whyNever(found.value);
  return never ? err({ kind: 'no_person', why: never }) : found;
}
