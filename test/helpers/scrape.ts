import { request } from 'undici';

/** What a GET of an address answers. */
export async function answerOf(
  url: string,
  authorization?: string,
): Promise<{ status: number; body: string }> {
  const headers = authorization === undefined ? {} : { authorization };
  const { statusCode, body } = await request(url, { headers });
  return { status: statusCode, body: await body.text() };
}

export const bodyOf = async (url: string): Promise<string> => (await answerOf(url)).body;
