import type {
  SandboxWorkspace,
  SlackAction,
  SlackActionResult,
  SlackScreen,
} from '../../contract.ts';
import { Icon } from '../shared/icon.tsx';
import { Apps } from './apps.tsx';
import { ChannelList } from './channel-list.tsx';
import { People } from './people.tsx';
import { WorkspaceList } from './workspace-list.tsx';

type Props = {
  workspaces: SandboxWorkspace[];
  workspace: SandboxWorkspace;
  installUrl: string;
  slack: SlackScreen;
  /** The open channel. */
  channel: string;
  unread: ReadonlySet<string>;
  onOpen(channel: string): void;
  onActAs(user: string): void;
  theme: 'light' | 'dark';
  onToggleTheme(): void;
  act(action: SlackAction): Promise<SlackActionResult>;
};

/** The left column: the workspaces, what is in the one that is shown, and whom the page acts as. */
export function Workspace(props: Props) {
  const { workspaces, workspace, slack, channel, unread, onOpen, onActAs } = props;
  const { installUrl, act, theme, onToggleTheme } = props;
  const list = { selected: channel, unread, onOpen };
  return (
    <section className="workspace" aria-label="Workspace">
      <header className="workspace-header">
        <h2 className="workspace-name">{workspace.name}</h2>
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
      <WorkspaceList
        workspaces={workspaces}
        selected={workspace.id}
        onOpen={({ adminId }) => onActAs(adminId)}
      />
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
        <Apps workspace={workspace} installUrl={installUrl} act={act} />
        <People
          users={slack.users}
          onActAs={onActAs}
          onLeave={async () => {
            const left = await act({ type: 'leave' });
            if (left.ok) onActAs(workspace.adminId);
          }}
        />
      </div>
    </section>
  );
}
