import type { SandboxChannel } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';
import { ChannelIcon } from '../shared/channel-icon.tsx';

type Props = {
  channel: SandboxChannel;
  surface: AppSurface;
  /** Puts words into the composer. */
  onTry(words: string): void;
};

/** The beginning of a conversation: what it is, and what to try in it. */
export function Coach({ channel, surface, onTry }: Props) {
  const command = surface.commands[0]?.command;
  const examples = command
    ? [command, `${command} ada@example.com as Editor`, `${command} help`]
    : [];
  return (
    <section className="coach" aria-label="What to try">
      <span className="coach-icon">
        <ChannelIcon kind={channel.kind} />
      </span>
      <h3 className="coach-title">Add somebody to Piper from here</h3>
      <p>
        This is a Slack and a Piper on your own machine, with the real {surface.name} between them.
        Nothing leaves it.
      </p>
      {command && (
        <>
          <ol className="coach-steps">
            <li>
              Write <code>{command}</code> below and press Enter.
            </li>
            <li>Choose people and a role, and submit the form.</li>
            <li>See the confirmation here, and the people in Piper’s list.</li>
          </ol>
          <p className="coach-note">
            Not connected to Piper yet? Write <code>{command} connect</code> and paste a token;
            Piper has some under Tokens.
          </p>
          <div className="coach-examples">
            {examples.map((example) => (
              <button key={example} type="button" className="chip" onClick={() => onTry(example)}>
                {example}
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
