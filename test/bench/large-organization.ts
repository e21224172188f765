import { organizationId } from '../helpers/piper.ts';
import { team } from '../helpers/slack.ts';

/** How many members there are, and how many of them were invited before: half of these have joined meanwhile, which nobody knows yet. */
export const size = { members: 20_000, invited: 5_000 };

/** Half of those who were invited fall due together, the others one after the other within a time, milliseconds. */
const due = { together: 10_000, within: 60_000 };

/** SQL, for either engine: they were invited two days ago, a hundred at a time. `now` in epoch milliseconds. */
export function invitedBefore(now: number): string[] {
  const numbers = (count: number) =>
    `with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})`;
  const at = now - 2 * 86_400_000;
  return [
    `${numbers(size.invited / 100)}
    insert into batches (id, submission, team_id, organization_id, organization_name, inviter_id, surface, channel, created_at,
      is_post_unclear, is_announced, is_inviter_notified, is_delay_notified, notified_at, notify_after, posted_channel, posted_ts)
    select 'before-' || n, 'before-' || n, '${team}', '${organizationId}', 'Acme', 'U0ALICE', 'form', 'C1', ${at},
      0, 1, 1, 0, ${at}, 0, 'C1', '1.' || n from numbers`,
    `${numbers(size.invited)}
    insert into invitations (id, batch_id, position, organization_id, submitted_by, address, address_key, role_id, role_name, state,
      is_unclear, is_asked, attempts, next_attempt_at, created_at, ended_at, member, check_at, is_shown)
    select 'before-' || n, 'before-' || (n / 100), n % 100, '${organizationId}', 'U0ALICE', 'p' || n || '@example.com',
      'p' || n || '@example.com', 'r', 'Editor', 'invited', 0, 0, 1, 0, ${at}, ${at},
      '{"userId":"u' || n || '","status":{"kind":"pending","raw":"pending"},"roleId":"r","roleName":"Editor"}',
      ${now} + case when n % 4 < 2 then ${due.together} else n * ${due.within / size.invited} end, 1 from numbers`,
  ];
}
