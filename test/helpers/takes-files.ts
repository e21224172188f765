import { optionalScopes, scopes } from '../../src/ids.ts';
import type { TestSlack } from './slack.ts';

/** Slack takes files, and keeps the direct messages with somebody apart. */
export function takesFiles(slack: TestSlack): void {
  slack.grants.scopes = [...scopes, ...optionalScopes];
  slack.on('files.getUploadURLExternal', () => ({
    ok: true,
    file_id: 'F1',
    upload_url: 'https://files.slack.com/upload/v1/abc',
  }));
  slack.on('files.completeUploadExternal', () => ({ ok: true, files: [] }));
  slack.on('chat.postMessage', ({ channel = '' }) => ({
    ok: true,
    ts: '1',
    channel: `D-${channel}`,
  }));
}
