import { BlockList, isIP } from 'node:net';
import * as z from 'zod';
import { settings } from '../limits.ts';

export const missing = 'is missing';

/** A token of Slack's or Piper's, by how such a token begins. */
export const token = (prefix: string) =>
  z
    .string({ error: missing })
    .startsWith(prefix, `doesn't start with ${prefix}`)
    .regex(/^[\x21-\x7e]+$/, 'has a space or another character in it that no token has')
    .min(prefix.length + 1, 'is only the start of a token');

export const wholeNumber = (standard: number, least: number, most: number, error: string) =>
  z
    .string()
    .default(String(standard))
    .pipe(numberBetween(least, most, error));

/** A whole number, as text. */
export const numberBetween = (least: number, most: number, error: string) =>
  z.string().transform(Number).pipe(z.int(error).min(least, error).max(most, error));

const httpUrl = z.url({ protocol: /^https?$/, error: "isn't an http(s) URL" });

/** An address that paths are put behind. */
export const baseUrl = httpUrl.refine(
  isBare,
  'has a name, a password, a ? or a # in it, where only an address belongs',
);

/** An address of pages that messages link to, in which nothing ends a link. */
export const pagesUrl = baseUrl
  .refine((text) => !/[\s<>|]/.test(text), 'has a space, <, > or | in it')
  .transform((url) => url.replace(/\/+$/, ''));

/** The same as `baseUrl`, for requests that have a token in them. */
export const tokenUrl = baseUrl.refine(
  (text) => !isReadable(text),
  "isn't https, so that tokens would cross the network for everybody to read",
);

function isBare(text: string): boolean {
  const { username, password } = urlOf(text);
  return !/[?#]/.test(text) && !username && !password;
}

/** Whether what is sent there crosses networks of others unencrypted. */
export function isReadable(text: string): boolean {
  const { protocol, hostname } = urlOf(text);
  return protocol === 'http:' && !isNear(hostname.replace(/^\[|\]$/g, ''));
}

/** On this machine or in a private network: by address, or by a name that no public server can have. */
function isNear(host: string): boolean {
  const family = isIP(host);
  if (family !== 0) return near.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return !host.includes('.') || /\.(?:localhost|internal|local|lan|home\.arpa)$/.test(host);
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and the same for IPv6. */
const near = new BlockList();
near.addSubnet('127.0.0.0', 8);
near.addSubnet('10.0.0.0', 8);
near.addSubnet('172.16.0.0', 12);
near.addSubnet('192.168.0.0', 16);
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');

/** As `HTTPS_PROXY` has it: https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent */
export const proxyUrl = httpUrl.refine(isDecodable, mustBeSpelledOut());

/** https://node-postgres.com/features/connecting#connection-uri */
export const databaseUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: "isn't a postgres:// URL" })
  .refine((text) => isDecodable(text) && !/#|[/?].*@/.test(text.replace(/^\w+:\/\//, '')), {
    error: mustBeSpelledOut(),
  });

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function mustBeSpelledOut(): string {
  return 'has a %, #, /, ? or @ in it that has to be spelled %25, %23, %2F, %3F or %40';
}

/** Never throws: a check is asked even where an earlier one has failed. */
const urlOf = (text: string): URL => new URL(URL.canParse(text) ? text : 'about:blank');

/** Slack user IDs, each alone or behind its workspace's ID and a slash. */
export const inviteAdmins = z
  .string()
  .default('')
  .transform((list) => list.split(/[\s,;]+/).filter(Boolean))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^(T[A-Z0-9]{2,}\/)?[UW][A-Z0-9]{2,}$/, "isn't a list of Slack user IDs")
        .transform((name) => {
          const [userId = '', teamId] = name.split('/').toReversed();
          return { userId, ...(teamId && { teamId }) };
        }),
    ),
  );

/** What whoever reads metrics sends behind `Bearer`: https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export const metricsToken = z
  .string()
  .min(settings.minMetricsToken, 'is too short')
  .regex(/^[\x21-\x7e]+$/, 'has a space or another character in it that no header takes');
