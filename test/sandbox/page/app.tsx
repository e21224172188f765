import { useMemo, useState } from 'react';
import { Channel } from './channel/channel.tsx';
import { Drawer } from './drawer/drawer.tsx';
import { Modal } from './modal/modal.tsx';
import { Banner } from './shared/banner.tsx';
import { SlackProvider } from './shared/slack-context.ts';
import { type Tab, Tabs } from './shared/tabs.tsx';
import { useSandbox } from './use-sandbox.ts';
import { useTheme } from './use-theme.ts';
import { useUnread } from './use-unread.ts';
import { Workspace } from './workspace/workspace.tsx';

const views: Tab<'workspace' | 'messages' | 'piper'>[] = [
  { id: 'workspace', words: 'Workspace' },
  { id: 'messages', words: 'Messages' },
  { id: 'piper', words: 'Piper' },
];

/** The page: a workspace, a conversation in it with its modals, and the Piper behind the app. */
export function App() {
  const { state, surface, me, setMe, connected, act } = useSandbox();
  const { theme, toggle } = useTheme();
  const [opened, setOpened] = useState<string>();
  // On a narrow window one of the three is shown at a time.
  const [view, setView] = useState<(typeof views)[number]['id']>('messages');

  const slack = state?.slack;
  const channel =
    slack?.channels.find(({ id }) => id === opened) ??
    slack?.channels.find(
      ({ hasBot, archived, kind }) => hasBot && !archived && kind === 'public',
    ) ??
    slack?.channels[0];
  const unread = useUnread(slack?.messages, me, channel?.id ?? '');

  const users = slack?.users;
  const channels = slack?.channels;
  const userGroups = slack?.userGroups;
  const ahead = state?.ahead ?? 0;
  const context = useMemo(
    () => ({
      users: users ?? [],
      channels: channels ?? [],
      userGroups: userGroups ?? [],
      me,
      channel: channel?.id ?? '',
      theme,
      ahead,
      appName: surface?.name ?? '',
    }),
    [users, channels, userGroups, me, channel?.id, theme, ahead, surface?.name],
  );

  if (!state || !slack || !surface || !channel || me === '') {
    return <p className="loading">{connected ? 'Loading…' : 'The sandbox doesn’t answer.'}</p>;
  }
  const workspace = state.workspaces.find(({ id }) => id === slack.team.id);
  if (!workspace) throw new Error(`there is no workspace ${slack.team.id}`);
  const { installUrl } = state;
  const modal = slack.modals.at(-1);
  return (
    <SlackProvider value={context}>
      <div className="app" data-view={view}>
        {!connected && (
          <Banner>The sandbox has stopped. Start it again with “npm run sandbox”.</Banner>
        )}
        <header className="visually-hidden">
          <h1>{surface.name} sandbox</h1>
        </header>
        <Tabs label="Parts of the sandbox" tabs={views} selected={view} onSelect={setView} />
        <main className="parts">
          <Workspace
            workspaces={state.workspaces}
            workspace={workspace}
            installUrl={installUrl}
            slack={slack}
            channel={channel.id}
            unread={unread}
            onOpen={(id) => {
              setOpened(id);
              setView('messages');
            }}
            onActAs={setMe}
            theme={theme}
            onToggleTheme={toggle}
            act={act}
          />
          <Channel
            // Drafts and notices belong to one person in one channel, and to what can be started there.
            key={`${me} ${channel.id} ${workspace.isInstalled}`}
            channel={channel}
            messages={slack.messages[channel.id] ?? []}
            home={slack.home}
            surface={surface}
            workspace={workspace}
            installUrl={installUrl}
            onShowPeople={() => setView('workspace')}
            act={act}
          />
          <Drawer piper={state.piper} calls={state.calls} ahead={ahead} />
        </main>
        {modal && <Modal stack={slack.modals} act={act} />}
      </div>
    </SlackProvider>
  );
}
