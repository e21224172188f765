import type { ServerResponse } from 'node:http';
import { oauth as limits } from '../limits.ts';

/** The pages that people see in their browser while they install the app. */
export const pages = {
  installed: (workspace: string, slackUrl: string, command: string): Page => ({
    status: 200,
    title: 'Piper Invite is installed',
    paragraphs: [
      `${workspace} can use ${command} now.`,
      `Next, connect it to Piper: in Slack, type ${command} connect and paste a platform token of your organization.`,
    ],
    link: { href: slackUrl, words: 'Open Slack' },
  }),
  cancelled: (): Page => ({
    status: 200,
    title: 'Nothing was installed',
    paragraphs: ['You cancelled at Slack. Nothing has changed in your workspace.'],
    link: again,
  }),
  expired: (): Page => ({
    status: 400,
    title: 'This link can’t be used',
    paragraphs: [
      `It was used already, took more than ${limits.stateTtl / 60_000} minutes, or was begun in another browser. Nothing was installed.`,
    ],
    link: again,
  }),
  scopesMissing: (scopes: readonly string[]): Page => ({
    status: 400,
    title: 'Piper Invite can’t be used yet',
    paragraphs: [
      `It can’t work without these permissions, which Slack didn’t give: ${scopes.join(', ')}.`,
      'Whoever runs Piper Invite can add them to the Slack app.',
    ],
    link: again,
  }),
  failed: (reference = 'none'): Page => ({
    status: 502,
    title: 'The installation failed',
    paragraphs: [
      'Something went wrong between Slack and Piper Invite. Try again in a few minutes.',
      `If it fails again, give whoever runs Piper Invite this reference: ${reference}.`,
    ],
    link: again,
  }),
} as const;

/** Relative, since a proxy may serve the product under a path. */
const again = { href: 'install', words: 'Start again' };

export type Page = {
  status: number;
  title: string;
  paragraphs: string[];
  link: { href: string; words: string };
};

/**
 * Sends a page: no script, nothing from elsewhere, kept by nobody.
 * https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(html(page));
}

function html({ title, paragraphs, link }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --ink: #1d1c1d; --paper: #fff; --accent: #5b2c8f; --on-accent: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e9; --paper: #1a1d21; --accent: #c9a7ee; --on-accent: #1a1d21 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
main { max-width: 32rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem }
a { display: inline-block; margin-top: 1rem; padding: .625rem 1.25rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none }
a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
<a href="${escapeHtml(link.href)}">${escapeHtml(link.words)}</a>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
