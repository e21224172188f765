import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { connectModal } from '../../src/views/connect-modal.ts';
import { startMeasured } from '../bench/process.ts';
import { createBrowser } from '../helpers/browser.ts';
import { serveStandIn } from '../helpers/http-server.ts';
import { createJournal } from '../helpers/journal.ts';
import { organizations } from '../helpers/organizations.ts';
import { commandFields, inviteBody, viewBody } from '../helpers/payloads.ts';
import { createPiper, roles } from '../helpers/piper.ts';
import { postSigned, signingSecret, slackBody } from '../helpers/signed-request.ts';
import { acme, createSlack, globex, users } from '../helpers/slack.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import type { Answered } from '../helpers/views.ts';

const script = fileURLToPath(import.meta.resolve('../../src/main.ts'));

/**
 * A process of its own that serves Acme, which is connected and whose people mean ill, and Globex. `files` are what Acme's people
 * have uploaded, by their IDs. Stops by itself when the test ends, and then fails it if anything has left in Globex's name but the look at who asks for help.
 */
export async function startTenants(files: Record<string, Buffer>) {
  const journal = createJournal();
  const slack = createSlack(journal);
  const piper = createPiper(journal, [organizations.acme, organizations.globex]);
  const [slackServer, piperServer] = await Promise.all([
    serveStandIn(slack.answer),
    serveStandIn(piper.answer),
  ]);
  slack.files = files;
  slack.on('files.info', ({ file = '' }) => ({
    ok: true,
    file: {
      user: users.alice.id,
      size: files[file]?.length ?? 0,
      url_private: `${slackServer.url}/files-pri/${file}`,
    },
  }));
  const measured = await startMeasured(script, {
    SLACK_API_URL: `${slackServer.url}/api/`,
    PIPER_API_URL: piperServer.url,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: '111.222',
    SLACK_CLIENT_SECRET: 'the-client-secret-of-tests',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: temporaryDirectory(),
    HOST: '127.0.0.1',
    PORT: '0',
  });
  const url = `http://127.0.0.1:${measured.port}`;
  const browser = createBrowser(url, slack);
  const send = (body: ReturnType<typeof slackBody>) => postSigned(`${url}/slack/events`, body);
  const submit = async (body: object): Promise<Answered> =>
    (await send(slackBody('interaction', body))).body as Answered;

  for (const place of [acme, globex]) await browser.install(place);
  const { view } = await submit(
    viewBody(connectModal({ isRenewal: false }), { token: organizations.acme.token }),
  );
  if (view?.callback_id !== 'settings') throw new Error(JSON.stringify(view));
  await submit(viewBody(view));

  journal.clear();
  onTestFinished(async () => {
    await measured.stop();
    await Promise.all([slackServer.stop(), piperServer.stop()]);
    const keys = [globex.botToken, organizations.globex.token];
    const left = journal.calls.filter(({ token }) => keys.includes(token ?? ''));
    // Help looks up who asks for it.
    expect(left.filter(({ name }) => name !== 'users.info')).toEqual([]);
  });

  let forms = 0;
  return {
    ...measured,
    url,
    /** Somebody of Globex asks for help; gives how many milliseconds the answer took. */
    helpInGlobex: async (): Promise<number> => {
      const began = performance.now();
      const answer = await send(slackBody('command', commandFields('help', {}, { place: globex })));
      if (!JSON.stringify(answer.body).includes('/piper-invite')) throw new Error('no help came');
      return performance.now() - began;
    },
    /** Somebody of Acme sends the form with a file; gives what is said of it. */
    sendFile: (file: string): Promise<unknown> => {
      forms += 1;
      const about = { viewId: `V${forms}`, organizationId: organizations.acme.id };
      return submit({ ...inviteBody({ file, role: roles.editor }, about), response_urls: [] });
    },
  };
}

export type Tenants = Awaited<ReturnType<typeof startTenants>>;
