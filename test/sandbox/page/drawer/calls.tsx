import type { SandboxCall } from '../../contract.ts';
import { Call } from './call.tsx';

/** Every call between Slack, the bot and Piper, the newest first. */
export function Calls({ calls }: { calls: SandboxCall[] }) {
  if (calls.length === 0) return <p className="drawer-empty">Nothing has been called yet.</p>;
  return (
    <ol className="calls">
      {calls.toReversed().map((call) => (
        // Piper and Slack count their calls separately.
        <Call key={`${call.to === 'piper' ? 'piper' : 'slack'} ${call.id}`} call={call} />
      ))}
    </ol>
  );
}
