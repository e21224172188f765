import type { SlackScreen } from '../../contract.ts';
import { Icon } from '../shared/icon.tsx';
import { ChannelList } from './channel-list.tsx';
import { People } from './people.tsx';

type Props = {
  slack: SlackScreen;
  /** The open channel. */
  channel: string;
  unread: ReadonlySet<string>;
  onOpen(channel: string): void;
  onActAs(user: string): void;
  theme: 'light' | 'dark';
  onToggleTheme(): void;
};

/** The left column: the workspace, its channels, and whom the page acts as. */
export function Workspace(props: Props) {
  const { slack, channel, unread, onOpen, onActAs, theme, onToggleTheme } = props;
  const list = { selected: channel, unread, onOpen };
  return (
    <aside className="workspace" aria-label="Workspace">
      <header className="workspace-header">
        <h1 className="workspace-name">{slack.team.name}</h1>
        <button
          type="button"
          className="icon-button"
          aria-label={theme === 'dark' ? 'Light colours' : 'Dark colours'}
          title={theme === 'dark' ? 'Light colours' : 'Dark colours'}
          onClick={onToggleTheme}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
        </button>
      </header>
      <div className="workspace-scroll">
        <ChannelList
          {...list}
          title="Channels"
          channels={slack.channels.filter(({ kind }) => kind !== 'dm')}
        />
        <ChannelList
          {...list}
          title="Direct messages"
          channels={slack.channels.filter(({ kind }) => kind === 'dm')}
        />
        <People users={slack.users} onActAs={onActAs} />
      </div>
    </aside>
  );
}
