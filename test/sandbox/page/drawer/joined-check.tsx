import { api } from '../api.ts';
import { useSlack } from '../shared/slack-context.ts';

/** What becomes of an invite here, and a way to have the app look for it at once. */
export function JoinedCheck() {
  const { appName } = useSlack();
  return (
    <div className="joined-check">
      <p className="drawer-note">
        <em>Accept</em> is what the invited person does. {appName} notices in time, or at once:
      </p>
      <button type="button" className="quiet-button" onClick={() => api.lookNow()}>
        Look now
      </button>
    </div>
  );
}
