import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PiperSandbox } from '../contract.ts';
import { acmeMembers, send, sendForJson } from './client.ts';
import { routes } from './routes.ts';
import { acmeId } from './seed.ts';
import { startPiper } from './server.ts';

let piper: PiperSandbox;
beforeAll(async () => {
  piper = await startPiper();
});
afterAll(() => piper.stop());

describe('the routes', () => {
  it('are those that the reference pages document', () => {
    expect(routes.map(({ operation, method, path }) => `${operation}: ${method} ${path}`)).toEqual([
      'listUserOrganizations: GET /v1/organizations/',
      'listOrganizationMembers: GET /v1/organizations/{org_id}/members',
      'addOrganizationMember: POST /v1/organizations/{org_id}/members',
      'updateMemberRole: PATCH /v1/organizations/{org_id}/members/{user_id}',
      'listRoles: GET /v1/orgs/{org_id}/roles/',
      'listPlatformTokens: GET /v1/orgs/{org_id}/platform-tokens/',
    ]);
  });

  it.each([
    ['/v1/organizations', '/v1/organizations/'],
    [`${acmeMembers}/?limit=5`, `${acmeMembers}?limit=5`],
    [`/v1/orgs/${acmeId}/roles?limit=5&offset=1`, `/v1/orgs/${acmeId}/roles/?limit=5&offset=1`],
    [`/v1/orgs/${acmeId}/platform-tokens`, `/v1/orgs/${acmeId}/platform-tokens/`],
  ])('redirect %s with 307 to the path with its slash mended', async (path, mended) => {
    const answer = await send(piper, 'GET', path, { token: null });
    expect(answer).toMatchObject({
      status: 307,
      text: '',
      headers: { location: `${piper.apiUrl}${mended}` },
    });
  });

  it('answer 404 to a path that Piper does not have', async () => {
    for (const path of ['/', '//', '/v1/orgs/', `/v1/organizations/${acmeId}/roles/`]) {
      expect(await sendForJson(piper, 'GET', path)).toEqual({
        status: 404,
        body: { detail: 'Not Found' },
      });
    }
  });

  it('answer 405 to a method that Piper does not have there', async () => {
    const answer = await send(piper, 'DELETE', acmeMembers);
    expect(answer).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST' },
      text: '{"detail":"Method Not Allowed"}',
    });
  });
});
