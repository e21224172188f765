import { useId } from 'react';
import type { SandboxUser } from '../../contract.ts';
import { Avatar } from '../shared/avatar.tsx';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';
import { useSlack } from '../shared/slack-context.ts';

/** Whom to act as: any person of the workspace who hasn't left. */
export function People({
  users,
  onActAs,
  onLeave,
}: {
  users: SandboxUser[];
  onActAs(user: string): void;
  /** Deactivates the account of whom the page acts as. */
  onLeave(): void;
}) {
  const { me } = useSlack();
  const titleId = useId();
  const name = useId();
  const mine = users.find(({ id }) => id === me);
  return (
    <fieldset className="people" aria-labelledby={titleId}>
      <div className="people-heading">
        <h3 id={titleId} className="workspace-title">
          Act as
        </h3>
        {mine && !mine.isAdmin && (
          <Menu
            label={`What ${mine.realName} can do`}
            icon={<Icon name="more" />}
            items={[{ id: 'leave', words: 'Leave Slack for good', onChoose: onLeave }]}
          />
        )}
      </div>
      <p className="people-note">
        What you write and press comes from them; each may do other things.
      </p>
      {users
        .filter((user) => !user.isBot && !user.deleted)
        .map((user) => (
          <label key={user.id} className="workspace-item person">
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={user.id === me}
              onChange={() => onActAs(user.id)}
            />
            <Avatar user={user} />
            <span className="workspace-item-words">{user.realName || user.name}</span>
            {badgesOf(user).map((badge) => (
              <span key={badge} className="badge">
                {badge}
              </span>
            ))}
          </label>
        ))}
    </fieldset>
  );
}

function badgesOf(user: SandboxUser): string[] {
  return [
    ...(user.isAdmin ? ['admin'] : []),
    ...(user.isGuest ? ['guest'] : []),
    ...(user.email === undefined ? ['no e-mail'] : []),
  ];
}
