import { useState } from 'react';
import { api } from '../api.ts';
import { useSlack } from '../shared/slack-context.ts';

/** How long it is said that the app looks, in milliseconds: about as long as it takes. */
const lookTime = 2_000;

/** What becomes of an invite here, and a way to have the app look for it at once. */
export function JoinedCheck() {
  const { appName } = useSlack();
  const [isLooking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    await api.lookNow();
    setTimeout(() => setLooking(false), lookTime);
  };
  return (
    <div className="joined-check">
      <p className="drawer-note" role="status">
        {isLooking ? (
          `${appName} looks. The confirmation says who has joined.`
        ) : (
          <>
            <em>Accept</em> is what the invited person does. {appName} notices in time, or at once:
          </>
        )}
      </p>
      <button type="button" className="quiet-button" onClick={look}>
        Look now
      </button>
    </div>
  );
}
