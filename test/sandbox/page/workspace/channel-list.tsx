import { useId } from 'react';
import type { SandboxChannel } from '../../contract.ts';
import { ChannelIcon } from '../shared/channel-icon.tsx';

type Props = {
  title: string;
  channels: SandboxChannel[];
  selected: string;
  unread: ReadonlySet<string>;
  onOpen(channel: string): void;
};

/** Some of the workspace's conversations, to open. */
export function ChannelList({ title, channels, selected, unread, onOpen }: Props) {
  const titleId = useId();
  if (channels.length === 0) return null;
  return (
    <nav aria-labelledby={titleId}>
      <h3 id={titleId} className="workspace-title">
        {title}
      </h3>
      <ul className="workspace-list">
        {channels.map((channel) => (
          <li key={channel.id}>
            <button
              type="button"
              className="workspace-item"
              aria-current={channel.id === selected ? 'page' : undefined}
              data-unread={unread.has(channel.id)}
              onClick={() => onOpen(channel.id)}
            >
              <ChannelIcon kind={channel.kind} />
              <span className="workspace-item-words">{channel.name}</span>
              {channel.archived && <span className="badge">archived</span>}
              {unread.has(channel.id) && (
                <span className="unread-dot">
                  <span className="visually-hidden">, unread</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
