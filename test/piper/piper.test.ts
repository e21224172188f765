import nock from 'nock';
import { afterAll, describe, expect, it } from 'vitest';
import { asResult } from '../../src/piper/organization.ts';
import { createPiper } from '../../src/piper/piper.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { connection } from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { noNetwork } from '../helpers/nock.ts';

noNetwork();

const origin = 'https://piper.example';
const token = 'pat_abcdefuvwxyz';

const dispatcher = createTransport();
afterAll(() => dispatcher.destroy());

const clock = fakeClock();
const { openOrganization, tokens } = createPiper({
  apiUrl: origin,
  dispatcher,
  clock,
  retryPolicy: {
    read: { attemptTimeoutMs: 5_000, totalTimeoutMs: 5_000, attempts: 1 },
    write: { attemptTimeoutMs: 5_000, totalTimeoutMs: 5_000, attempts: 1 },
  },
});

const tellOrganizations = (...organizations: object[]) =>
  nock(origin, { reqheaders: { authorization: `Bearer ${token}` } })
    .get('/v1/organizations/')
    .reply(200, organizations);

describe('a platform token', () => {
  it('sees its organizations, with its role in each and what it lacks', async () => {
    tellOrganizations(
      { id: 'org-1', name: 'Acme', role: { id: 'r', name: 'Admin', is_system: true } },
      { id: 'org-2', name: 'Beta', role: null, permissions: ['members:read'] },
      { id: 'org-3', name: 'Gamma', permissions: 'what is this' },
    );
    expect(await tokens.inspect(token)).toEqual({
      ok: true,
      value: [
        { id: 'org-1', name: 'Acme', roleName: 'Admin', missing: [] },
        { id: 'org-2', name: 'Beta', missing: ['add'] },
        { id: 'org-3', name: 'Gamma', missing: [] },
      ],
    });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [503, 'unavailable'],
  ])('that Piper answers with %d has no organizations to show: %s', async (status, kind) => {
    nock(origin).get('/v1/organizations/').reply(status, { detail: 'no' });
    expect(await tokens.inspect(token)).toMatchObject({ ok: false, error: { kind } });
  });

  it('opens an organization, and tells its roles without what the product has no use for', async () => {
    const role = { id: 'r1', name: 'Editor', description: null, is_system: true };
    nock(origin)
      .get('/v1/orgs/org-1/roles/')
      .query(true)
      .reply(200, { roles: [role], total: 1 });
    expect(await tokens.open(token, 'org-1').roles()).toEqual({
      ok: true,
      value: [{ id: 'r1', name: 'Editor', isSystem: true }],
    });
  });
});

describe('a connection', () => {
  it('opens its own organization with its own token', async () => {
    tellOrganizations({ id: 'org-1', name: 'Acme' }, { id: 'org-2', name: 'Beta' });
    const organization = { id: 'org-2', name: 'Beta' };
    const opened = openOrganization({ ...connection({ organization }), token });
    expect(await opened.details()).toMatchObject({ ok: true, value: { id: 'org-2' } });
  });

  it('passes on no mistake of ours as a failure of Piper', async () => {
    await expect(asResult(Promise.reject(new RangeError('a mistake')))).rejects.toThrow(RangeError);
  });
});

describe('when a platform token expires', () => {
  const own = {
    token_preview: 'pat_abc...xyz',
    expires_at: '2027-01-01T00:00:00Z',
    is_active: true,
  };
  const tell = (status: number, body: unknown) =>
    nock(origin)
      .get('/v1/orgs/org-1/platform-tokens/')
      .query(true)
      .reply(status, body as object);
  const list = (...tokens: object[]) => ({ tokens, total: tokens.length });

  it('is read from the token that looks the same', async () => {
    const other = { ...own, token_preview: 'pat_zzz...zzz', expires_at: '2026-12-01T00:00:00Z' };
    tell(200, list(other, own));
    expect(await tokens.expiry(token, 'org-1')).toBe(Date.parse('2027-01-01T00:00:00Z'));
  });

  it('is never where Piper says so', async () => {
    tell(200, list({ ...own, expires_at: null }));
    expect(await tokens.expiry(token, 'org-1')).toBe('never');
  });

  it.each([
    ['that looks like another one', 200, list(own, { ...own, expires_at: null })],
    ['that is not in the list', 200, list({ ...own, token_preview: 'pat_zzz...zzz' })],
    ['whose expiry is no time', 200, list({ ...own, expires_at: 'soon' })],
    ['that may not read the list', 403, { detail: 'Only admins' }],
    ['for which the list makes no sense', 200, { what: 'is this' }],
  ])('is unknown for one %s', async (_, status, body) => {
    tell(status, body);
    expect(await tokens.expiry(token, 'org-1')).toBeUndefined();
  });

  it('is read past a revoked one that looks the same', async () => {
    tell(200, list({ ...own, is_active: false, expires_at: '2026-01-01T00:00:00Z' }, own));
    expect(await tokens.expiry(token, 'org-1')).toBe(Date.parse('2027-01-01T00:00:00Z'));
  });
});
