/** A change that no test can notice, since the program does the same with it. */
export interface Equivalent {
  file: string;
  /** The line in which it is made, trimmed. */
  line: string;
  /** What is put in, as the report prints it. */
  replacement: string;
  because: string;
}

/** An entry that no surviving change matches is an error, so the list can't outlive the code. */
export const equivalents: readonly Equivalent[] = [
  {
    file: 'src/usecases/resolve-roles.ts',
    line: "return [name, match.kind === 'one' ? match.role : undefined];",
    replacement: 'true',
    because: 'a match of any other kind has no role; only the types need to be told',
  },
  {
    file: 'src/delivery/deliver-invitations.ts',
    line: 'if (sendingTo(organizationId) === 0) sending.delete(organizationId);',
    replacement: 'false',
    because: 'A count of 0 is what a missing one counts as; it only frees memory.',
  },
  {
    file: 'src/delivery/deliver-invitations.ts',
    line: 'if (sendingTo(organizationId) === 0) sending.delete(organizationId);',
    replacement: ';',
    because: 'A count of 0 is what a missing one counts as; it only frees memory.',
  },
  {
    file: 'src/delivery/deliver-invitations.ts',
    line: 'default:',
    replacement: 'default:',
    because: 'What leaves the switch without a value is undefined, too.',
  },
  {
    file: 'src/delivery/follow-up.ts',
    line: "const id = connected?.connection.id ?? '';",
    replacement: '"Stryker was here!"',
    because: 'Any text will do that is not the ID of a connection.',
  },
  {
    file: 'src/notifications/batch-notifications.ts',
    line: 'const latest = (await batches.load(batch.id)) ?? { batch, report };',
    replacement: '{}',
    because: 'A batch that was found once stays: nothing deletes batches.',
  },
  {
    file: 'src/notifications/batch-notifications.ts',
    line: 'silentUntil.delete(batch.id);',
    replacement: ';',
    because: 'Nobody asks for it after the end; it only frees memory.',
  },
  {
    file: 'src/notifications/batch-notifications.ts',
    line: 'return { isAnnounced: false, isInviterNotified: false, isNoticeTrue: false };',
    replacement: '{}',
    because: 'What is left out counts as false, here and in the storage.',
  },
  {
    file: 'src/notifications/batch-notifications.ts',
    line: 'timers.delete(timer);',
    replacement: ';',
    because: 'To clear a timer that has fired does nothing; it only frees memory.',
  },
  {
    file: 'src/piper/organization.ts',
    line: 'const members = remember(readMembers, piper.membersTtl, perf, () => false);',
    replacement: '() => undefined',
    because: 'Either says that the old list is no better.',
  },
  {
    file: 'src/domain/address.ts',
    line: 'if (text.length <= maxBytes && plain.test(text)) return text;',
    replacement: 'false',
    because: 'the way for every script takes the same ASCII addresses; this one is quicker',
  },
  {
    file: 'src/domain/address.ts',
    line: 'if (text.length <= maxBytes && plain.test(text)) return text;',
    replacement: 'text.length < maxBytes',
    because: 'the way for every script takes the same ASCII addresses; this one is quicker',
  },
  {
    file: 'src/domain/address.ts',
    line: 'if (text.length > 4 * maxBytes) return undefined;',
    replacement: 'false',
    because: 'no text of that length composes to one of 254 bytes; it only saves the work',
  },
  {
    file: 'src/domain/address.ts',
    line: 'if (text.length > 4 * maxBytes) return undefined;',
    replacement: 'text.length >= 4 * maxBytes',
    because: 'no text of that length composes to one of 254 bytes; it only saves the work',
  },
  {
    file: 'src/domain/domains.ts',
    line: 'return domain !== undefined && domains.includes(domain);',
    replacement: 'true',
    because: 'a list of domains holds no undefined; only the types need to be told',
  },
  {
    file: 'src/domain/permissions.ts',
    line: 'isSystem && /^(Admin|Editor|Viewer)$/.test(name) ? documented.get(name.toLowerCase()) : undefined;',
    replacement: '/(Admin|Editor|Viewer)$/',
    because: 'nothing is documented of a longer name either',
  },
  {
    file: 'src/domain/permissions.ts',
    line: 'isSystem && /^(Admin|Editor|Viewer)$/.test(name) ? documented.get(name.toLowerCase()) : undefined;',
    replacement: '/^(Admin|Editor|Viewer)/',
    because: 'nothing is documented of a longer name either',
  },
  {
    file: 'src/domain/roles.ts',
    line: 'const distance = leven(wanted, known, { maxDistance: mostMistakes + 1 });',
    replacement: '{}',
    because: 'distances beyond the most that counts are refused anyhow; it only saves the work',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "if (people.length > 0 && role === undefined && isLast && !only.includes('@')) {",
    replacement: 'true',
    because:
      'each "@" of the text is in a person or in a leftover, so where there is no person, the only leftover has it',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "if (people.length > 0 && role === undefined && isLast && !only.includes('@')) {",
    replacement: 'people.length >= 0',
    because:
      'each "@" of the text is in a person or in a leftover, so where there is no person, the only leftover has it',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "const [whole, verb = ''] = match;",
    replacement: '"Stryker was here!"',
    because: 'the group is in every match; only the types need to be told',
  },
  {
    file: 'src/listeners/payloads/slack-text.ts',
    line: "const [target = '', label] = inner.split('|');",
    replacement: '"Stryker was here!"',
    because: 'a split has at least one piece; only the types need to be told',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "const [only = ''] = leftovers;",
    replacement: '"Stryker was here!"',
    because: 'it is read only where something is left over',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "const [person = ''] = /^[^@]*@\\S*/.exec(rest) ?? [];",
    replacement: '"Stryker was here!"',
    because: 'words name nobody, no more than nothing does',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "const [person = ''] = /^[^@]*@\\S*/.exec(rest) ?? [];",
    replacement: '["Stryker was here"]',
    because: 'words name nobody, no more than nothing does',
  },
  {
    file: 'src/listeners/payloads/command-text.ts',
    line: "const [person = ''] = /^[^@]*@\\S*/.exec(rest) ?? [];",
    replacement: '/[^@]*@\\S*/',
    because:
      'the first match begins at the start anyhow; the anchor only saves time where there is no "@"',
  },
  {
    file: 'src/domain/rules.ts',
    line: "(domains === 'all' || (domain !== undefined && domains.includes(domain))),",
    replacement: 'true',
    because: 'no list holds the domain of an address without one; only the types need to be told',
  },
  {
    file: 'src/domain/rules.ts',
    line: "const anybody = { invitee: { address: '' }, role };",
    replacement: '"Stryker was here!"',
    because: 'these words have no domain either',
  },
  {
    file: 'src/domain/rules.ts',
    line: "case 'within':",
    replacement: '""',
    because: 'nothing is returned after the switch, too',
  },
  {
    file: 'src/domain/rules.ts',
    line: "return { kind: 'above', own: own.own === 'owner' ? '' : own.own.name };",
    replacement: 'false',
    because: 'nothing is above the owner; only the types need to be told',
  },
  {
    file: 'src/domain/rules.ts',
    line: "return { kind: 'above', own: own.own === 'owner' ? '' : own.own.name };",
    replacement: '""',
    because: 'nothing is above the owner; only the types need to be told',
  },
  {
    file: 'src/domain/rules.ts',
    line: "return { kind: 'above', own: own.own === 'owner' ? '' : own.own.name };",
    replacement: '"Stryker was here!"',
    because: 'nothing is above the owner; only the types need to be told',
  },
];
