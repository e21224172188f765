import bolt from '@slack/bolt';

/** The least that Bolt can do: a command that is answered at once, with `ANSWER`, which is JSON. Says `ready PORT`. */
const answer = JSON.parse(process.env.ANSWER ?? '');
const receiver = new bolt.HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  logLevel: bolt.LogLevel.ERROR,
});
const app = new bolt.App({
  receiver,
  logLevel: bolt.LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' }),
});
app.command('/piper-invite', async ({ ack }) => {
  await ack(answer);
});
const server = await app.start(0);
const address = server.address();
process.stdout.write(`ready ${address.port}\n`);
