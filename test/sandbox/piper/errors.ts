import type { ValidationIssue } from './schemas.ts';

/** A refusal in FastAPI's shape: `{"detail": …}`. */
export class ApiError extends Error {
  readonly status: number;
  readonly detail: string | ValidationIssue[];
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string | ValidationIssue[],
    headers: Record<string, string> = {},
  ) {
    super(typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('; '));
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}

export const unauthorized = (detail: string): ApiError =>
  new ApiError(401, detail, { 'www-authenticate': 'Bearer' });

export const forbidden = (detail: string): ApiError => new ApiError(403, detail);

export const missingPermission = (permission: string): ApiError =>
  forbidden(`Missing permission: ${permission}`);

export const organizationNotFound = (): ApiError => new ApiError(404, 'Organization not found');

export const memberNotFound = (): ApiError => new ApiError(404, 'Member not found');

export const roleNotFound = (): ApiError => new ApiError(404, 'Role not found');

export const alreadyMember = (): ApiError =>
  new ApiError(409, 'User is already a member of this organization');

export const invalid = (issues: ValidationIssue[]): ApiError => new ApiError(422, issues);

/** `retryAfter` is the header's value: seconds or an HTTP date. */
export const rateLimited = (retryAfter: string): ApiError =>
  new ApiError(429, 'Too many requests', { 'retry-after': retryAfter });
