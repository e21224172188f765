/** The distinct e-mail domains in a text, and the words that are not domains. */
export type DomainList = { domains: string[]; leftovers: string[] };

/** Parses e-mail domains with any separator: `acme.example`, `@acme.example`, or a web address. */
export function parseDomains(text: string): DomainList {
  const domains = new Set<string>();
  const leftovers: string[] = [];
  for (const word of text.split(/[\s,;<>"']/).filter(Boolean)) {
    const domain = asciiDomain(word.replace(/^@/, '').replace(/^https?:\/\/([^/?#]*).*/i, '$1'));
    if (domain) domains.add(domain);
    else leftovers.push(word);
  }
  return { domains: [...domains], leftovers };
}

/** The domain of an address, as domains are compared; undefined if it is none. A subdomain is a different domain. */
export const domainOf = (address: string): string | undefined =>
  asciiDomain(address.slice(address.lastIndexOf('@') + 1));

/** Whether an address belongs to one of the domains. */
export function isInDomains(address: string, domains: readonly string[]): boolean {
  const domain = domainOf(address);
  return domain !== undefined && domains.includes(domain);
}

/** How many addresses each domain has, most first. */
export function countDomains(addresses: readonly string[]): { domain: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const address of addresses) {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts]
    .map(([domain, count]) => ({ domain, count }))
    .sort((a, b) => b.count - a.count || a.domain.localeCompare(b.domain, 'en'));
}

const label = '(?!-)[a-z0-9-]{1,63}(?<!-)';
const hostname = new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`);
const maxLength = 253;

/** A domain as DNS has it, in lower case and with other than ASCII letters in Punycode; undefined if it is none. */
export function asciiDomain(text: string): string | undefined {
  if (text.length > maxLength + 1) return undefined;
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const domain = /^[a-z0-9.-]+$/i.test(bare) ? bare.toLowerCase() : punycode(bare);
  return domain !== undefined && domain.length <= maxLength && hostname.test(domain)
    ? domain
    : undefined;
}

const punycode = (text: string): string | undefined =>
  /^[\p{L}\p{M}\p{N}.-]+$/u.test(text) ? URL.parse(`http://${text}`)?.hostname : undefined;
