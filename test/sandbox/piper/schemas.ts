/**
 * What Piper takes and answers, from the reference pages at docs.letpiper.com. Answers are stricter here than there: a
 * field that the pages list is always present, and one that they do not list is a defect of the sandbox.
 */
import * as z from 'zod';

const id = z.uuidv4();
const instant = z.iso.datetime();
const address = z.email({ pattern: z.regexes.rfc5322Email });

const roleInfo = z.strictObject({ id, name: z.string(), is_system: z.boolean() });

const user = z.strictObject({
  id,
  email: address,
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  is_active: z.boolean(),
  timezone: z.string().nullable(),
  status: z.string().nullable(),
  invited_at: instant.nullable(),
  created_at: instant,
  updated_at: instant,
});
export type User = z.infer<typeof user>;

const organization = z.strictObject({
  id,
  name: z.string().min(1).max(255),
  business_information: z.string().nullable(),
  timezone: z.string(),
  created_by_user_id: id,
  owner_user_id: id,
  created_at: instant,
  updated_at: instant,
});
export type Organization = z.infer<typeof organization>;

const role = z.strictObject({
  id,
  organization_id: id.nullable(),
  name: z.string().min(1).max(100),
  description: z.string().max(500).nullable(),
  // Optional on the page, too: the drawer can have them left out.
  permissions: z.array(z.string()).optional(),
  is_system: z.boolean(),
  created_at: instant,
  updated_at: instant,
});
export type Role = z.infer<typeof role>;

const platformToken = z.strictObject({
  id,
  name: z.string(),
  organization_id: id,
  permissions: z.array(z.string()),
  expires_at: instant.nullable(),
  last_used_at: instant.nullable(),
  is_active: z.boolean(),
  created_at: instant,
  updated_at: instant,
  token_preview: z.string().regex(/^pat_\w{3}\.{3}\w{3}$/),
});
export type PlatformToken = z.infer<typeof platformToken>;

const total = z.int().min(0);

/** `OrganizationMember`, with everything that may be absent filled in. */
export const organizationMember = z.strictObject({
  id,
  user_id: id,
  organization_id: id,
  role_id: id,
  created_at: instant,
  role: roleInfo,
  user,
  organization,
});
export type OrganizationMember = z.infer<typeof organizationMember>;

export const organizationMembers = z.strictObject({ members: z.array(organizationMember), total });

export const userOrganizations = z.array(
  organization.extend({ role: roleInfo, permissions: z.array(z.string()) }),
);
export type UserOrganization = z.infer<typeof userOrganizations>[number];

export const roles = z.strictObject({ roles: z.array(role), total });

export const platformTokens = z.strictObject({ tokens: z.array(platformToken), total });

const validationIssue = z.strictObject({
  loc: z.array(z.union([z.string(), z.int()])),
  msg: z.string(),
  type: z.string(),
});
export type ValidationIssue = z.infer<typeof validationIssue>;

/** The body of every refusal. */
export const errorBody = z.strictObject({
  detail: z.union([z.string(), z.array(validationIssue).min(1)]),
});

// Piper's own ids are lower case; a client may spell them otherwise.
const givenId = z.guid().toLowerCase();

export const organizationPath = z.object({ org_id: givenId });

export const memberPath = z.object({ org_id: givenId, user_id: givenId });

const integer = z
  .string()
  .regex(/^[+-]?\d+$/)
  .transform(Number);

/** Unknown parameters are ignored as FastAPI does: a filter that Piper does not have must not seem to work. */
export const page = z.object({
  limit: integer.pipe(z.int().min(1).max(500)).default(100),
  offset: integer.pipe(z.int().min(0)).default(0),
});
export type Page = z.infer<typeof page>;

/** Strict where FastAPI would ignore a field, so that a client which sends one finds out. */
export const addMember = z.strictObject({ email: address, role_id: givenId });
export type AddMember = z.infer<typeof addMember>;

export const updateMemberRole = z.strictObject({ role_id: givenId });
