import { parentPort } from 'node:worker_threads';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { takesFiles } from '../helpers/takes-files.ts';

// A thread with a Slack that takes files, and a Piper. It tells how a process finds both, and then how many rows of a CSV have come.
const { slack, environment } = await startLocalOutside();
takesFiles(slack);
slack.on('files.getUploadURLExternal', () => ({
  ok: true,
  file_id: 'F1',
  upload_url: new URL('/upload/F1', environment.SLACK_API_URL).href,
}));
slack.on('files.completeUploadExternal', () => {
  const lines = slack.uploads.splice(0).join('').match(/\r\n/g)?.length ?? 0;
  parentPort?.postMessage(lines - 1);
  return { ok: true, files: [] };
});
parentPort?.postMessage(environment);
