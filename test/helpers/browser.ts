import { request } from 'undici';
import type { Place, TestSlack } from './slack.ts';

/** What a browser got. `words` is the page as it is read: its title, its paragraphs, its link. */
export type Page = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  html: string;
  words: string;
};

/** Somebody who installs the app with a browser. */
export function createBrowser(url: string, slack: TestSlack) {
  async function get(path: string, cookie?: string): Promise<Page> {
    const answer = await request(url + path, { headers: cookie ? { cookie } : {} });
    const html = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, html, words: wordsOf(html) };
  }

  /** Opens the install link: where it leads, and what the browser keeps. */
  async function begin(cookieBefore?: string) {
    const { status, headers } = await get('/slack/install', cookieBefore);
    const location = new URL(String(headers.location));
    const setCookie = String(headers['set-cookie']);
    const cookie = setCookie.split(';')[0] ?? '';
    const state = location.searchParams.get('state') ?? '';
    slack.secrets.add(state).add(cookie.split('=')[1] ?? '');
    return { status, headers, location, setCookie, cookie, state };
  }

  const finishInstall = (
    { state, cookie }: { state: string; cookie?: string },
    query: Record<string, string>,
  ): Promise<Page> =>
    get(`/slack/oauth_redirect?${new URLSearchParams({ ...query, state })}`, cookie);

  return {
    get,
    begin,
    finishInstall,
    /** Somebody installs the app, in one browser, and agrees. */
    install: async (place: Place, more: Record<string, unknown> = {}): Promise<Page> =>
      finishInstall(await begin(), { code: slack.codeFor(slack.grant(place, more)) }),
  };
}

/** A page as it is read, without its style and its marks. */
const wordsOf = (html: string): string =>
  html
    .replace(/<(style|title)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
