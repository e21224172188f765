import type { PiperScreen, PiperToken, RolePermissions } from '../contract.ts';
import {
  alreadyMember,
  memberNotFound,
  organizationNotFound,
  roleNotFound,
  unauthorized,
} from './errors.ts';
import { uuidFor } from './ids.ts';
import { granted, ofOwner } from './permissions.ts';
import { listed, type StoredRole } from './roles.ts';
import type {
  AddMember,
  Organization,
  OrganizationMember,
  PlatformToken,
  Role,
  User,
  UserOrganization,
} from './schemas.ts';
import { type Data, type Membership, type StoredToken, seed } from './seed.ts';

const day = 24 * 60 * 60 * 1000;

/** Who a request acts for, and what its token may do at most, presets among it. */
export type Caller = { userId: string; permissions: readonly string[] };

/** Piper's state and its rules. Refusals are thrown as `ApiError`. */
export class PiperStore {
  /** How the list of roles tells what they may do. */
  rolePermissions: RolePermissions = 'told';
  readonly #now: () => number;
  #data: Data;
  #created = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#data = seed(now());
  }

  reset(): void {
    this.#data = seed(this.#now());
    this.#created = 0;
    this.rolePermissions = 'told';
  }

  /** Throws a 401. */
  authenticate(authorization: string | undefined): Caller {
    const secret = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (!secret) throw unauthorized('Not authenticated');
    const token = this.#data.tokens.find((one) => one.secret === secret);
    if (!token) throw unauthorized('Invalid token');
    if (token.isRevoked) throw unauthorized('Token has been revoked');
    if (this.#expired(token)) throw unauthorized('Token has expired');
    token.last_used_at = this.#instant();
    return { userId: token.ownerId, permissions: token.permissions };
  }

  /** What a caller may do; throws the same 404 for an organization that is unknown and one that is not theirs. */
  permissionsOf({ userId, permissions }: Caller, organizationId: string): string[] {
    const role = this.#roleOf(userId, organizationId);
    return granted(permissions, this.#owns(userId, organizationId) ? ofOwner : role.permissions);
  }

  /** Throws a 404, as `permissionsOf` does. */
  isAdminOf({ userId }: Caller, organizationId: string): boolean {
    const { is_system, name } = this.#roleOf(userId, organizationId);
    return this.#owns(userId, organizationId) || (is_system && name === 'Admin');
  }

  organizationsOf(caller: Caller): UserOrganization[] {
    return this.#data.organizations
      .filter(({ id }) => this.#membership(caller.userId, id))
      .map((organization) => ({
        ...organization,
        role: roleInfo(this.#roleOf(caller.userId, organization.id)),
        permissions: this.permissionsOf(caller, organization.id),
      }));
  }

  membersOf(organizationId: string): OrganizationMember[] {
    return this.#data.memberships
      .filter((one) => one.organizationId === organizationId)
      .map((one) => this.#member(one));
  }

  /** System roles first, then custom roles by name. */
  rolesOf(organizationId: string): Role[] {
    const roles = this.#data.roles;
    return [
      ...roles.filter((role) => role.is_system),
      ...roles
        .filter((role) => role.organization_id === organizationId)
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    ].map((role) => listed(role, this.rolePermissions));
  }

  tokensOf(organizationId: string): PlatformToken[] {
    return this.#data.tokens
      .filter((token) => token.organization_id === organizationId)
      .map((token) => {
        const { secret, ownerId: _, isRevoked, ...shown } = token;
        return {
          ...shown,
          is_active: !isRevoked && !this.#expired(token),
          token_preview: `${secret.slice(0, 7)}...${secret.slice(-3)}`,
        };
      });
  }

  /** A person who is active in another organization joins at once; everybody else is invited. */
  addMember(organizationId: string, { email, role_id }: AddMember): OrganizationMember {
    const role = this.#role(role_id, organizationId);
    const known = this.#data.users.find((one) => sameAddress(one.email, email));
    if (known && this.#membership(known.id, organizationId)) throw alreadyMember();
    const user = known ?? this.#invite(email);
    const membership = {
      id: this.#newId('membership'),
      userId: user.id,
      organizationId,
      roleId: role.id,
      createdAt: this.#instant(),
    };
    this.#data.memberships.push(membership);
    return this.#member(membership);
  }

  changeRole(organizationId: string, userId: string, roleId: string): OrganizationMember {
    const membership = this.#existingMembership(userId, organizationId);
    membership.roleId = this.#role(roleId, organizationId).id;
    return this.#member(membership);
  }

  /** What happens when a person follows the link in the invite mail. */
  accept(organizationId: string, userId: string): void {
    const user = this.#user(this.#existingMembership(userId, organizationId).userId);
    user.status = 'active';
    user.is_active = true;
    user.updated_at = this.#instant();
  }

  /** A person who is left without any organization is forgotten, so that they can be invited anew. */
  remove(organizationId: string, userId: string): void {
    const membership = this.#existingMembership(userId, organizationId);
    const data = this.#data;
    data.memberships = data.memberships.filter((one) => one !== membership);
    const isLeft = data.memberships.some((one) => one.userId === userId);
    const ownsToken = data.tokens.some((token) => token.ownerId === userId);
    if (!isLeft && !ownsToken) data.users = data.users.filter((one) => one.id !== userId);
  }

  /** As somebody does in Piper's settings. */
  revoke(secret: string): void {
    const token = this.#data.tokens.find((one) => one.secret === secret);
    if (token) token.isRevoked = true;
  }

  /** Every token, the ones that work first. */
  tokens(): PiperToken[] {
    return this.#data.tokens
      .toSorted((a, b) => Number(this.#expired(a)) - Number(this.#expired(b)))
      .map((token) => ({
        token: token.secret,
        name: token.name,
        words: [token.permissions.join(', '), this.#whose(token), this.#end(token)].join(' · '),
        isRevoked: token.isRevoked,
      }));
  }

  screen(): PiperScreen['organizations'] {
    return this.#data.organizations.map(({ id, name }) => ({
      id,
      name,
      members: this.membersOf(id).map(({ user, role }) => ({
        userId: user.id,
        email: user.email,
        firstName: user.first_name,
        lastName: user.last_name,
        role: role.name,
        isOwner: this.#owns(user.id, id),
        status: user.status ?? '',
        invitedAt: user.invited_at,
      })),
      roles: this.rolesOf(id).map((role) => role.name),
    }));
  }

  #invite(email: string): User {
    const at = this.#instant();
    const user: User = {
      id: this.#newId('user'),
      email,
      first_name: null,
      last_name: null,
      is_active: false,
      timezone: null,
      status: 'invited',
      invited_at: at,
      created_at: at,
      updated_at: at,
    };
    this.#data.users.push(user);
    return user;
  }

  #member(membership: Membership): OrganizationMember {
    return {
      id: membership.id,
      user_id: membership.userId,
      organization_id: membership.organizationId,
      role_id: membership.roleId,
      created_at: membership.createdAt,
      role: roleInfo(this.#role(membership.roleId, membership.organizationId)),
      user: { ...this.#user(membership.userId) },
      organization: this.#organization(membership.organizationId),
    };
  }

  #membership(userId: string, organizationId: string): Membership | undefined {
    return this.#data.memberships.find(
      (one) => one.userId === userId && one.organizationId === organizationId,
    );
  }

  #existingMembership(userId: string, organizationId: string): Membership {
    const membership = this.#membership(userId, organizationId);
    if (!membership) throw memberNotFound();
    return membership;
  }

  #roleOf(userId: string, organizationId: string): StoredRole {
    const membership = this.#membership(userId, organizationId);
    if (!membership) throw organizationNotFound();
    return this.#role(membership.roleId, organizationId);
  }

  #owns(userId: string, organizationId: string): boolean {
    return this.#organization(organizationId).owner_user_id === userId;
  }

  #role(id: string, organizationId: string): StoredRole {
    const role = this.#data.roles.find((one) => one.id === id);
    if (!role || ![null, organizationId].includes(role.organization_id)) throw roleNotFound();
    return role;
  }

  #user(id: string): User {
    const user = this.#data.users.find((one) => one.id === id);
    if (!user) throw new Error(`user ${id} is missing`);
    return user;
  }

  #organization(id: string): Organization {
    const organization = this.#data.organizations.find((one) => one.id === id);
    if (!organization) throw organizationNotFound();
    return organization;
  }

  /** Who has it, and what they are where. */
  #whose({ ownerId }: StoredToken): string {
    const { email, first_name, last_name } = this.#user(ownerId);
    const places = this.#data.memberships
      .filter((one) => one.userId === ownerId)
      .map(({ roleId, organizationId }) => {
        const role = this.#role(roleId, organizationId).name;
        const as = this.#owns(ownerId, organizationId) ? `${role} and owner` : role;
        return `${as} of ${this.#organization(organizationId).name}`;
      });
    const name = [first_name, last_name].filter(Boolean).join(' ') || email;
    return [name, ...places].join(', ');
  }

  #end({ expires_at }: StoredToken): string {
    if (expires_at === null) return 'never expires';
    const days = Math.round((Date.parse(expires_at) - this.#now()) / day);
    return days > 0 ? `expires in ${days} days` : `expired ${-days} days ago`;
  }

  #expired(token: StoredToken): boolean {
    return token.expires_at !== null && Date.parse(token.expires_at) <= this.#now();
  }

  #instant(): string {
    return new Date(this.#now()).toISOString();
  }

  #newId(kind: string): string {
    this.#created += 1;
    return uuidFor(`${kind} ${this.#created}`);
  }
}

function roleInfo({ id, name, is_system }: StoredRole): OrganizationMember['role'] {
  return { id, name, is_system };
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
