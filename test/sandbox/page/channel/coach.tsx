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
    ? [command, `${command} approvals`, `${command} ada@example.com as Editor`, `${command} help`]
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
          <p className="coach-note">
            Write <code>{command}</code> below, choose people and a role, and see them in Piper’s
            list. <em>Shortcuts</em> and a message’s menu open the form, too. Or follow somebody who
            may not invite:
          </p>
          <ol className="coach-steps">
            <li>
              Bob asks: let people ask with <code>{command} approvals</code>, act as Bob, and write{' '}
              <code>{command} ada@example.com as Editor</code>.
            </li>
            <li>
              Alice changes and approves: act as Alice, go where you let people ask, press{' '}
              <em>Change…</em> and choose another role.
            </li>
            <li>Piper answers: the request’s message says so, and Ada stands in Piper’s list.</li>
            <li>
              Ada joins: press <em>Accept</em> there, then <em>Look now</em>; the confirmation says
              so.
            </li>
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
