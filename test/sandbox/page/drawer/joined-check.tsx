import { api } from '../api.ts';
import { useSlack } from '../shared/slack-context.ts';

/** What becomes of an invite here, and a way to have the app look for it at once. */
export function JoinedCheck() {
  const { appName } = useSlack();
  return (
    <div className="joined-check">
      <p className="drawer-note">
        <em>Accept</em> stands for the invited person, who follows the link in Piper’s e-mail.{' '}
        {appName} looks now and then who has joined, and says so in its confirmation.
      </p>
      <button type="button" className="quiet-button" onClick={() => api.lookNow()}>
        Look now
      </button>
    </div>
  );
}
