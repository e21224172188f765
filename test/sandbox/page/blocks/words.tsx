import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { mrkdwnAsRich } from './mrkdwn.ts';
import { PlainText } from './plain-text.tsx';
import { Read } from './read.tsx';

/** A text object, as Slack draws it. */
export function Words({ text }: { text: MrkdwnElement | PlainTextElement }) {
  if (text.type === 'plain_text') return <PlainText text={text.text} />;
  return <Read blocks={[mrkdwnAsRich(text.text, text.verbatim)]} />;
}
