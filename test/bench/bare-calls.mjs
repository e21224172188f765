import { createServer } from 'node:http';
import { Agent, request } from 'undici';

/**
 * The least that an invite can take: the calls that it needs, one after the other, and nothing else. `/submission/NAME` reads who is a
 * member, adds somebody and tells Slack; `/bulk/FIRST/COUNT` adds so many, four at a time. Says `ready PORT`.
 */
const { PIPER_API_URL, PIPER_ORG_ID, PIPER_TOKEN, SLACK_API_URL, SLACK_BOT_TOKEN, ROLE_ID } =
  process.env;
const dispatcher = new Agent();
const members = `${PIPER_API_URL}/v1/organizations/${PIPER_ORG_ID}/members`;

async function call(url, token, body) {
  const answer = await request(url, {
    dispatcher,
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode > 299) throw new Error(text);
}

const add = (name) =>
  call(members, PIPER_TOKEN, { email: `${name}@example.com`, role_id: ROLE_ID });

async function submission(name) {
  await call(members, PIPER_TOKEN);
  await add(name);
  await call(`${SLACK_API_URL}chat.postMessage`, SLACK_BOT_TOKEN, {
    channel: 'C0GENERAL',
    text: name,
  });
}

async function bulk(first, count) {
  let next = Number(first);
  const end = next + Number(count);
  const place = async () => {
    while (next < end) await add(`q${next++}`);
  };
  await Promise.all([place(), place(), place(), place()]);
}

const server = createServer(async ({ url }, answer) => {
  const [, what, ...about] = url.split('/');
  await (what === 'bulk' ? bulk(...about) : submission(...about));
  answer.end();
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${server.address().port}\n`));
