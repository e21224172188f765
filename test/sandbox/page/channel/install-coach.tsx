import type { SandboxWorkspace } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { AddToSlack } from '../shared/add-to-slack.tsx';
import { AppMark } from '../shared/app-mark.tsx';

type Props = { workspace: SandboxWorkspace; surface: AppSurface; installUrl: string };

/** The beginning of a conversation where the app is not installed: how to begin with it. */
export function InstallCoach({ workspace, surface, installUrl }: Props) {
  const command = surface.commands[0]?.command;
  return (
    <section className="coach" aria-label="What to try">
      <AppMark size="large" />
      <h3 className="coach-title">
        {surface.name} is not in {workspace.name} yet
      </h3>
      <ol className="coach-steps">
        <li>Add it, and allow at Slack’s page what it asks for.</li>
        <li>
          Write <code>{command} connect</code> here, and paste a token; Piper has some under Tokens.
        </li>
        <li>
          Write <code>{command}</code> and invite somebody.
        </li>
      </ol>
      <div className="coach-examples">
        <AddToSlack installUrl={installUrl} />
      </div>
    </section>
  );
}
