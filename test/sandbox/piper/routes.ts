import * as z from 'zod';
import { forbidden, missingPermission } from './errors.ts';
import {
  addMember,
  memberPath,
  organizationMember,
  organizationMembers,
  organizationPath,
  type Page,
  page,
  platformTokens,
  roles,
  updateMemberRole,
  userOrganizations,
} from './schemas.ts';
import type { Caller, PiperStore } from './store.ts';
import { parsedBody, validated } from './validation.ts';

/** What the operations ask of a store. */
export type Operations = Pick<
  PiperStore,
  | 'authenticate'
  | 'permissionsOf'
  | 'isAdminOf'
  | 'organizationsOf'
  | 'membersOf'
  | 'rolesOf'
  | 'tokensOf'
  | 'addMember'
  | 'changeRole'
>;

/** A request before it was checked. */
export type RawRequest = {
  path: Record<string, string>;
  query: Record<string, string>;
  body: string;
  contentType: string | undefined;
  authorization: string | undefined;
};

export type Route = {
  /** `operationId` on the reference pages. */
  operation: string;
  method: 'GET' | 'POST' | 'PATCH';
  /** With its parameters in braces and with the slash at its end that Piper has, or none. */
  path: string;
  response: z.ZodType;
  /** Checks the request, throws what Piper would refuse it with, and returns what carries it out. */
  prepare(request: RawRequest, store: Operations): () => unknown;
};

type Definition<Request, Response> = Pick<Route, 'operation' | 'method' | 'path'> & {
  request: z.ZodType<Request>;
  response: z.ZodType<Response>;
  /** Throws when the caller may not do it. */
  guard(store: Operations, caller: Caller, request: NoInfer<Request>): void;
  answer(store: Operations, request: NoInfer<Request>, caller: Caller): NoInfer<Response>;
};

function route<Request, Response>(definition: Definition<Request, Response>): Route {
  const { operation, method, path, response } = definition;
  return {
    operation,
    method,
    path,
    response,
    prepare(raw, store) {
      const caller = store.authenticate(raw.authorization);
      const request = validated(definition.request, {
        path: raw.path,
        query: raw.query,
        body: method === 'GET' ? undefined : parsedBody(raw.body, raw.contentType),
      });
      definition.guard(store, caller, request);
      return () => definition.answer(store, request, caller);
    },
  };
}

type InOrganization = { path: { org_id: string } };

function needs(permission: string) {
  return (store: Operations, caller: Caller, { path }: InOrganization): void => {
    const permissions = store.permissionsOf(caller, path.org_id);
    if (!permissions.includes(permission)) throw missingPermission(permission);
  };
}

function needsMembership(store: Operations, caller: Caller, { path }: InOrganization): void {
  store.permissionsOf(caller, path.org_id);
}

function needsAdmin(store: Operations, caller: Caller, request: InOrganization): void {
  if (!store.isAdminOf(caller, request.path.org_id)) {
    throw forbidden('Only an ADMIN or OWNER of the organization may do this');
  }
  needs('tokens:read')(store, caller, request);
}

function slice<T>(all: T[], { limit, offset }: Page): T[] {
  return all.slice(offset, offset + limit);
}

/** Every operation of Piper that the sandbox has. */
export const routes: Route[] = [
  route({
    operation: 'listUserOrganizations',
    method: 'GET',
    path: '/v1/organizations/',
    request: z.unknown(),
    response: userOrganizations,
    guard: () => {},
    answer: (store, _, caller) => store.organizationsOf(caller),
  }),
  route({
    operation: 'listOrganizationMembers',
    method: 'GET',
    path: '/v1/organizations/{org_id}/members',
    request: z.object({ path: organizationPath, query: page }),
    response: organizationMembers,
    guard: needs('members:read'),
    answer: (store, { path, query }) => {
      const members = store.membersOf(path.org_id);
      return { members: slice(members, query), total: members.length };
    },
  }),
  route({
    operation: 'addOrganizationMember',
    method: 'POST',
    path: '/v1/organizations/{org_id}/members',
    request: z.object({ path: organizationPath, body: addMember }),
    response: organizationMember,
    guard: needs('members:invite'),
    answer: (store, { path, body }) => store.addMember(path.org_id, body),
  }),
  route({
    operation: 'updateMemberRole',
    method: 'PATCH',
    path: '/v1/organizations/{org_id}/members/{user_id}',
    request: z.object({ path: memberPath, body: updateMemberRole }),
    response: organizationMember,
    guard: needs('members:update'),
    answer: (store, { path, body }) => store.changeRole(path.org_id, path.user_id, body.role_id),
  }),
  route({
    operation: 'listRoles',
    method: 'GET',
    path: '/v1/orgs/{org_id}/roles/',
    request: z.object({ path: organizationPath, query: page }),
    response: roles,
    guard: needsMembership,
    answer: (store, { path, query }) => {
      const found = store.rolesOf(path.org_id);
      return { roles: slice(found, query), total: found.length };
    },
  }),
  route({
    operation: 'listPlatformTokens',
    method: 'GET',
    path: '/v1/orgs/{org_id}/platform-tokens/',
    request: z.object({ path: organizationPath, query: page }),
    response: platformTokens,
    guard: needsAdmin,
    answer: (store, { path, query }) => {
      const tokens = store.tokensOf(path.org_id);
      return { tokens: slice(tokens, query), total: tokens.length };
    },
  }),
];
