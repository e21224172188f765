/** The distinct e-mail domains in a text, and the words that are not domains. */
export type DomainList = { domains: string[]; leftovers: string[] };

/** Parses e-mail domains with any separator: `acme.example`, `@acme.example`, or a web address. */
export function parseDomains(text: string): DomainList {
  const domains = new Set<string>();
  const leftovers: string[] = [];
  for (const word of text.split(/[\s,;<>"']+/).filter(Boolean)) {
    const domain = normalized(word.replace(/^@/, '').replace(/^https?:\/\/([^/?#]*).*$/i, '$1'));
    if (domain) domains.add(domain);
    else leftovers.push(word);
  }
  return { domains: [...domains], leftovers };
}

/** Whether an address belongs to one of the domains. A subdomain is a different domain. */
export function isInDomains(address: string, domains: readonly string[]): boolean {
  const domain = normalized(address.slice(address.lastIndexOf('@') + 1));
  return domain !== undefined && domains.includes(domain);
}

const label = '(?!-)[a-z0-9-]{1,63}(?<!-)';
const hostname = new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`);

/** In lower case, with non-ASCII letters in Punycode. */
function normalized(text: string): string | undefined {
  if (!/^[^\s/?#@:\\[\]%]+$/.test(text)) return undefined;
  const bare = text.replace(/\.$/, '');
  try {
    const domain = new URL(`http://${bare}`).hostname;
    return domain.length <= 253 && hostname.test(domain) ? domain : undefined;
  } catch {
    return undefined;
  }
}
