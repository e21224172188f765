import { useId } from 'react';
import type { PiperScreen } from '../../contract.ts';
import { Member } from './member.tsx';

/** One organization's people, the newest first. */
export function Members({ organization }: { organization: PiperScreen['organizations'][number] }) {
  const titleId = useId();
  const { members } = organization;
  return (
    <section aria-labelledby={titleId} className="organization">
      <h3 id={titleId} className="organization-name">
        {organization.name}
        <span className="count">{members.length}</span>
      </h3>
      <ul className="members">
        {members.toReversed().map((member) => (
          <Member key={member.userId} organizationId={organization.id} member={member} />
        ))}
      </ul>
    </section>
  );
}
