import { useState } from 'react';
import type {
  SandboxChannel,
  SandboxHome,
  SandboxMessage,
  SandboxWorkspace,
  SlackAction,
  SlackActionResult,
} from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { Avatar } from '../shared/avatar.tsx';
import { ChannelIcon } from '../shared/channel-icon.tsx';
import { useSlack } from '../shared/slack-context.ts';
import { type Tab, Tabs } from '../shared/tabs.tsx';
import { ChannelMenu } from './channel-menu.tsx';
import { Coach } from './coach.tsx';
import { Composer } from './composer.tsx';
import { Home } from './home.tsx';
import { InstallCoach } from './install-coach.tsx';
import { MessageList } from './message-list.tsx';

type Props = {
  channel: SandboxChannel;
  /** Oldest first. */
  messages: SandboxMessage[];
  /** The person's Home tab of the app. */
  home: SandboxHome | undefined;
  surface: AppSurface;
  workspace: SandboxWorkspace;
  installUrl: string;
  /** Shows whom the page can act as, where there is no room for them beside the conversation. */
  onShowPeople(): void;
  act(action: SlackAction): Promise<SlackActionResult>;
};

type AppTab = 'home' | 'messages';

const appTabs: Tab<AppTab>[] = [
  { id: 'home', words: 'Home' },
  { id: 'messages', words: 'Messages' },
];

/** The middle column: one conversation, and where to write in it. */
export function Channel(props: Props) {
  const { channel, messages, home, workspace, installUrl, onShowPeople, act } = props;
  const { users, me } = useSlack();
  const mine = users.find(({ id }) => id === me);
  // Of an app that is not there nothing can be started.
  const surface = workspace.isInstalled
    ? props.surface
    : { ...props.surface, commands: [], shortcuts: [], messageShortcuts: [] };
  const [draft, setDraft] = useState('');
  const [tab, setTab] = useState<AppTab>('messages');
  const isApp = workspace.isInstalled && channel.kind === 'dm' && channel.hasBot;
  // What Slack itself tells a person, such as that a command failed.
  const [notice, setNotice] = useState<string>();

  const perform = async (action: SlackAction) => {
    setNotice(undefined);
    const result = await act(action);
    if (!result.ok) setNotice(result.error);
  };
  const send = (text: string) => {
    const [first = '', ...rest] = text.split(/\s/);
    const isCommand = surface.commands.some(({ command }) => command === first);
    if (first.startsWith('/') && !isCommand) {
      const why = workspace.isInstalled
        ? 'Type / to see them.'
        : `${surface.name} is not installed in ${workspace.name}.`;
      setNotice(`${first} is not a command of this workspace. ${why}`);
      return;
    }
    setDraft('');
    perform(
      isCommand
        ? { type: 'command', channel: channel.id, text: rest.join(' ') }
        : { type: 'say', channel: channel.id, text },
    );
  };

  return (
    <section className="channel" aria-label={`Conversation ${channel.name}`}>
      <header className="channel-header">
        <h2 className="channel-name">
          <ChannelIcon kind={channel.kind} />
          {channel.name}
        </h2>
        {workspace.isInstalled && !channel.hasBot && (
          <p className="channel-note">{surface.name} is not in this conversation</p>
        )}
        {mine && (
          <button type="button" className="quiet-button channel-me" onClick={onShowPeople}>
            <Avatar user={mine} />
            <span className="visually-hidden">Acting as </span>
            {mine.realName || mine.name}
          </button>
        )}
        <ChannelMenu channel={channel} perform={perform} />
      </header>
      {isApp && surface.hasHome && (
        <Tabs
          label={`Parts of ${surface.name}`}
          tabs={appTabs}
          selected={tab}
          onSelect={(chosen) => {
            setTab(chosen);
            if (chosen === 'home') perform({ type: 'home' });
          }}
        />
      )}
      {tab === 'home' && <Home home={home} act={act} onFailure={setNotice} />}
      {tab === 'messages' && (
        <MessageList
          messages={messages}
          shortcuts={surface.messageShortcuts}
          act={act}
          onFailure={setNotice}
        >
          {workspace.isInstalled ? (
            <Coach channel={channel} surface={surface} onTry={setDraft} />
          ) : (
            <InstallCoach workspace={workspace} surface={props.surface} installUrl={installUrl} />
          )}
        </MessageList>
      )}
      {tab === 'home' && (
        <p className="composer-notice" role="status">
          {notice}
        </p>
      )}
      {channel.archived && (
        <p className="composer-closed">This channel is archived: nobody can write in it.</p>
      )}
      {!channel.archived && tab === 'messages' && (
        <Composer
          channel={channel}
          surface={surface}
          draft={draft}
          onDraft={(words) => {
            setDraft(words);
            setNotice(undefined);
          }}
          onSend={send}
          onShortcut={({ callbackId }) => perform({ type: 'shortcut', callbackId })}
          notice={notice}
        />
      )}
    </section>
  );
}
