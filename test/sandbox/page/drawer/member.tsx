import type { PiperMember } from '../../contract.ts';
import { api } from '../api.ts';

/** Somebody in an organization: who, as what, and whether they have come. */
export function Member({
  organizationId,
  member,
}: {
  organizationId: string;
  member: PiperMember;
}) {
  const { userId, email, firstName, lastName, role, isOwner, status } = member;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return (
    <li className="member">
      <div className="member-line">
        <span className="member-email">{email}</span>
        <span className="status" data-status={status}>
          {status}
        </span>
      </div>
      <div className="member-line">
        <span className="member-what">
          {[name, role, isOwner && 'Owner'].filter(Boolean).join(' · ')}
        </span>
        <div className="member-actions">
          {status !== 'active' && (
            <button
              type="button"
              className="quiet-button"
              aria-label={`Accept the invitation of ${email}`}
              onClick={() => api.change({ type: 'accept', organizationId, userId })}
            >
              Accept
            </button>
          )}
          <button
            type="button"
            className="quiet-button"
            aria-label={`Remove ${email}`}
            onClick={() => api.change({ type: 'remove', organizationId, userId })}
          >
            Remove
          </button>
        </div>
      </div>
    </li>
  );
}
