import type { SandboxChannel, SlackAction } from '../../contract.ts';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';
import { useSlack } from '../shared/slack-context.ts';

/** What admins can do with a channel. */
export function ChannelMenu({
  channel,
  perform,
}: {
  channel: SandboxChannel;
  perform(action: SlackAction): void;
}) {
  const { appName, users, me } = useSlack();
  const isAdmin = users.find(({ id }) => id === me)?.isAdmin ?? false;
  if (!isAdmin || channel.kind === 'dm' || channel.archived) return null;
  const dismiss = {
    id: 'dismiss',
    words: `Remove ${appName} from the channel`,
    onChoose: () => perform({ type: 'dismiss', channel: channel.id }),
  };
  const archive = {
    id: 'archive',
    words: 'Archive the channel',
    onChoose: () => perform({ type: 'archive', channel: channel.id }),
  };
  return (
    <Menu
      label={`What to do with ${channel.name}`}
      icon={<Icon name="more" />}
      items={channel.hasBot ? [dismiss, archive] : [archive]}
    />
  );
}
