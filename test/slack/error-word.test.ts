import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { slackErrorWord } from '../../src/slack/error-word.ts';

const said = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });

describe("Slack's word for what failed", () => {
  it('is its code', () => {
    expect(slackErrorWord(said('not_in_channel'))).toBe('not_in_channel');
  });

  it.each(['<html>Bad day</html>', '', 'two words', 'x'.repeat(101)])(
    'is no page that came instead: %j',
    (page) => {
      expect(slackErrorWord(said(page))).toBe('unreadable answer');
    },
  );

  it('is the message of any other error', () => {
    expect(slackErrorWord(new Error('socket hang up'))).toBe('socket hang up');
    expect(slackErrorWord('a text')).toBe('a text');
  });
});
