import * as z from 'zod';
import { inviteStatus } from '../domain/invite-status.ts';
import type { Member } from '../domain/organization.ts';

/**
 * What Piper's API answers, read leniently: unknown fields pass, and only what the product cannot do without is required.
 * Source: https://docs.letpiper.com, "Organizations" and "Roles".
 */

const id = z.string().min(1);

/** A time as epoch milliseconds; a time that cannot be read counts as absent. */
const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number())
  .nullish()
  .catch(undefined);

const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
const words = z.array(z.string()).nullish().catch(undefined);
const named = z.object({ id: text, name: z.string(), is_system: flag }).nullish().catch(undefined);

const total = z.number();

/** `GET /v1/organizations/`: a bare array. */
export const organizationsSchema = z.array(
  z.object({
    id,
    name: z.string(),
    owner_user_id: text,
    role: named,
    permissions: words,
  }),
);

/** `GET /v1/orgs/{org_id}/platform-tokens/` */
export const tokenPageSchema = z
  .object({
    tokens: z.array(z.object({ token_preview: text, expires_at: time, is_active: flag })),
    total,
  })
  .transform(({ tokens: items, total }) => ({ items, total }));

/** `GET /v1/orgs/{org_id}/roles/` */
export const rolePageSchema = z
  .object({
    roles: z.array(
      z.object({ id, name: z.string(), description: text, permissions: words, is_system: flag }),
    ),
    total,
  })
  .transform(({ roles: items, total }) => ({ items, total }));

/**
 * A membership: only its ids are promised; `role` and `user` may be absent or null. Turned into what the product knows as it is read,
 * since there may be thousands.
 */
export const memberSchema = z
  .object({
    user_id: id,
    role_id: id,
    created_at: time,
    role: named,
    user: z
      .object({ email: text, is_active: flag, status: text, invited_at: time })
      .nullish()
      .catch(undefined),
  })
  .transform(
    ({ user_id, role_id, role, user, created_at }): Member => ({
      userId: user_id,
      roleId: role_id,
      address: user?.email || undefined,
      roleName: role?.name || undefined,
      status: inviteStatus({
        status: user?.status,
        isActive: user?.is_active ?? undefined,
        invitedAt: user?.invited_at ?? undefined,
      }),
      since: created_at ?? undefined,
    }),
  );

/** `GET /v1/organizations/{org_id}/members` */
export const memberPageSchema = z
  .object({ members: z.array(memberSchema), total })
  .transform(({ members: items, total }) => ({ items, total }));

/** An error's body: FastAPI's shapes, or anything. */
export const errorSchema = z.object({
  detail: z.union([
    z.string(),
    z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.number()])).catch([]),
        msg: z.string().catch(''),
      }),
    ),
  ]),
});

export type OrganizationJson = z.infer<typeof organizationsSchema>[number];

/** Undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
