/** Leads to the bot's page that begins an installation, in a tab of its own as from a website. */
export function AddToSlack({ installUrl }: { installUrl: string }) {
  return (
    <a className="add-to-slack" href={installUrl} target="_blank" rel="noopener">
      Add to Slack<span className="visually-hidden"> (opens a new tab)</span>
    </a>
  );
}
