import { serveStandIn } from './http-server.ts';
import { createJournal } from './journal.ts';
import { acmeRobotics, platformToken } from './organizations.ts';
import { createPiper, organizationId } from './piper.ts';
import { signingSecret } from './signed-request.ts';
import { acme, createSlack, users } from './slack.ts';

type Message = {
  at: number;
  to: string;
  text: string;
  how: 'post' | 'update' | 'response URL';
  /** Of the message in its conversation. */
  ts?: string;
  /** Of the response URL. */
  id?: string;
};

/**
 * The Slack and the Piper of the tests as servers on this machine, for a process of its own. Slack writes down what it is told; `refuses`
 * says of each message whether it takes it.
 */
export async function startLocalOutside(refuses: () => boolean = () => false) {
  const journal = createJournal();
  const slack = createSlack(journal);
  const piper = createPiper(journal, [acmeRobotics]);
  const messages: Message[] = [];
  const waiting: (() => void)[] = [];
  let posts = 0;

  const hear = (message: Omit<Message, 'at'>) => {
    messages.push({ at: Date.now(), ...message });
    for (const heard of waiting.splice(0)) heard();
  };
  const take =
    (how: 'post' | 'update') =>
    async ({ channel: to = '', text = '', ts: edited }: Record<string, string>) => {
      if (refuses()) return { ok: false, error: 'fatal_error' };
      posts += 1;
      const ts = edited ?? `${posts}.0`;
      hear({ to, text, how, ts });
      await outside.afterTaken();
      return { ok: true, channel: to, ts };
    };
  slack.grant(acme);
  slack.on('chat.postMessage', take('post'));
  slack.on('chat.update', take('update'));
  slack.onResponseUrl = ({ text }, id) => {
    if (refuses()) return [500, {}];
    hear({ to: users.alice.id, text: String(text), how: 'response URL', id });
    return [200, { ok: true }];
  };

  const [slackServer, piperServer] = await Promise.all([
    serveStandIn(slack.answer),
    serveStandIn(piper.answer),
  ]);
  const outside = {
    slack,
    piper,
    /** Awaited once Slack has a message, before it says so. */
    afterTaken: async (): Promise<void> => {},
    messages,
    /** Slack's words for messages that it takes from nobody. */
    refused: slack.refused,
    /** How a process finds both. */
    environment: {
      SLACK_BOT_TOKEN: acme.botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: `${slackServer.url}/api/`,
      PIPER_TOKEN: platformToken,
      PIPER_ORG_ID: organizationId,
      PIPER_API_URL: piperServer.url,
    },
    /** A response URL of Acme. */
    responseUrl: (id: string) => `${slackServer.url}/commands/${acme.teamIds[0]}/${id}`,
    /** Resolves with the next message that Slack takes. */
    nextMessage: () => new Promise<void>((resolve) => waiting.push(resolve)),
    stop: async () => {
      await Promise.all([slackServer.stop(), piperServer.stop()]);
    },
  };
  return outside;
}
