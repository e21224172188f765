/**
 * SQL, for either engine, that fills the tables with the past of one large organization and many small ones: so many invitations
 * of years, of which some are still pending, and requests, of which 40 of the large organization are still open. A tenth of the
 * people, from `p1@example.com` on, were invited twice. `now` in epoch milliseconds.
 */
export function pastOf(
  organizationId: string,
  teamId: string,
  now: number,
  invitations: number,
): string[] {
  const numbers = (count: number) =>
    `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})`;
  /** Ten to a batch; of a million, one every ten minutes for two years. */
  const batches = invitations / 10;
  const pending = 0.012 * invitations;
  const requests = invitations / 10;
  /** As many of one organization as an admin hardly lets wait. */
  const isRequestOpen = `n > ${requests - 44}`;
  const people = 0.9 * invitations;
  const at = (n: string, of: number) =>
    `${now - 730 * 86_400_000} + cast(${n} as bigint) * ${Math.floor((729 * 86_400_000) / of)}`;
  const organization = (n: string) =>
    `case when ${n} % 10 < 9 then '${organizationId}' else 'org-' || (${n} % 500) end`;
  const person = (n: string) =>
    `case when ${n} % 20 < 10 then 'U0ALICE' else 'U' || (${n} % 300) end`;
  return [
    `${numbers(batches)}
    insert into batches (id, submission, team_id, organization_id, organization_name, inviter_id, surface, channel, created_at,
      is_post_unclear, is_announced, is_inviter_notified, is_delay_notified, notified_at, notify_after)
    select 'past-' || n, 'past-' || n, '${teamId}', ${organization('n')}, 'Acme', ${person('n')}, 'form', 'C1', ${at('n', batches)},
      0, 1, 1, 0, ${at('n', batches)}, 0 from numbers`,
    `${numbers(invitations)}
    insert into invitations (id, batch_id, position, organization_id, submitted_by, address, address_key, role_id, role_name, state,
      is_unclear, is_asked, attempts, next_attempt_at, created_at, ended_at, member, joined_at, check_at, is_shown)
    select 'past-' || n, 'past-' || (1 + (n - 1) / 10), (n - 1) % 10, ${organization('(1 + (n - 1) / 10)')}, ${person('(1 + (n - 1) / 10)')},
      'p' || (n % ${people}) || '@example.com', 'p' || (n % ${people}) || '@example.com', 'r', 'Editor', 'invited', 0, 0, 1, 0,
      ${at('(1 + (n - 1) / 10)', batches)}, ${at('(1 + (n - 1) / 10)', batches)},
      '{"userId":"u' || n || '","status":{"kind":"pending","raw":"pending"},"roleId":"r","roleName":"Editor"}',
      case when n > ${invitations - pending} then null else ${now} end,
      case when n > ${invitations - pending} then ${now + 86_400_000} end, 1 from numbers`,
    `${numbers(requests)}
    insert into requests (id, submission, team_id, organization_id, organization_name, requester_id, surface, reason, channel, state,
      revision, created_at, expires_at, version, shown_version, is_asked_told, is_end_told, notify_after)
    select 'past-' || n, 'past-' || n, '${teamId}', ${organization('n')}, 'Acme', ${person('n')}, 'form', 'why', 'C1',
      case when ${isRequestOpen} then 'open' else 'expired' end, 0, ${at('n', requests)},
      case when ${isRequestOpen} then ${now + 7 * 86_400_000} else ${at('n', requests)} end, 0, 0, 1, 1, 0 from numbers`,
    `${numbers(requests)}
    insert into request_people (request_id, position, organization_id, address, address_key, role_id, role_name, asked_role_id, asked_role_name, is_open, is_left_out)
    select 'past-' || n, 0, ${organization('n')}, 'p' || n || '@example.com', 'p' || n || '@example.com', 'r', 'Editor', 'r', 'Editor',
      case when ${isRequestOpen} then 1 else 0 end, 0 from numbers`,
  ];
}
