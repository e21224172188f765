import { useId } from 'react';
import type { SandboxWorkspace, SlackAction, SlackActionResult } from '../../contract.ts';
import { api } from '../api.ts';
import { useConfirm } from '../elements/use-confirm.tsx';
import { AddToSlack } from '../shared/add-to-slack.tsx';
import { AppMark } from '../shared/app-mark.tsx';
import { Icon } from '../shared/icon.tsx';
import { Menu } from '../shared/menu.tsx';
import { useSlack } from '../shared/slack-context.ts';

type Props = {
  workspace: SandboxWorkspace;
  installUrl: string;
  act(action: SlackAction): Promise<SlackActionResult>;
};

/** The app in this workspace: to add it, or for admins to take it out. */
export function Apps({ workspace, installUrl, act }: Props) {
  const { appName, users, me } = useSlack();
  const titleId = useId();
  const { ask, dialog } = useConfirm({
    title: { type: 'plain_text', text: `Remove ${appName}?` },
    text: {
      type: 'plain_text',
      text: `Slack ends its token in ${workspace.name} and tells it so. Its connection to Piper ends, too.`,
    },
    confirm: { type: 'plain_text', text: 'Remove' },
    style: 'danger',
  });
  const isAdmin = users.find(({ id }) => id === me)?.isAdmin ?? false;
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId} className="workspace-title">
        Apps
      </h3>
      <div className="workspace-app">
        <AppMark size="small" />
        <span className="workspace-item-words">{appName}</span>
        {!workspace.isInstalled && <AddToSlack installUrl={installUrl} />}
        {workspace.isInstalled && isAdmin && (
          <Menu
            label={`What to do with ${appName}`}
            icon={<Icon name="more" />}
            items={[
              { id: 'restart', words: 'Restart it', onChoose: () => api.restart() },
              {
                id: 'remove',
                words: `Remove from ${workspace.name}`,
                onChoose: () => ask(() => act({ type: 'uninstall' })),
              },
            ]}
          />
        )}
      </div>
      {dialog}
    </section>
  );
}
