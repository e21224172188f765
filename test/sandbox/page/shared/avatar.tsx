import type { SandboxUser } from '../../contract.ts';
import { AppMark } from './app-mark.tsx';
import { useSlack } from './slack-context.ts';

/** A person's picture: their initials on one of a few colours, always the same one; for the app its mark. */
export function Avatar({ user, size = 'small' }: { user: SandboxUser; size?: 'small' | 'large' }) {
  const { appName } = useSlack();
  if (user.isBot && user.realName === appName) return <AppMark size={size} />;
  const initials = (user.realName || user.name)
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  const colour = [...user.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
  return (
    <span className={`avatar avatar-${size}`} data-colour={colour} aria-hidden="true">
      {initials}
    </span>
  );
}
