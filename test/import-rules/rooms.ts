/** Everything that a listener is made of, whatever Slack sends. */
const listener =
  'domain ids.ts limits.ts type:listeners type:listeners/guards type:listeners/middleware type:listeners/workspace.ts ' +
  'listeners/payloads type:slack text usecases utils views';

/**
 * Each room of src/: what it is for, the rooms that it may import, and the packages and modules of Node. There is no other way
 * in. `type:` lets through types alone. A room is a folder, or a file that has a row of its own; it always sees itself.
 */
// biome-ignore format: one room, one row
export const rooms: Record<string, [purpose: string, rooms: string, packages: string]> = {
  'node-version.cjs': ['turns old versions of Node away', '', 'node:fs'],
  'main.ts': ['the process', 'compile-cache.ts config.ts cli', 'node:fs node:v8'],
  'compile-cache.ts': ['compiled code for the next start', '', 'node:fs node:module node:os node:path'],
  'cli': ['what an operator types', 'app.ts config.ts doctor type:domain formats formats/write-csv.ts installation logger.ts storage utils utils/http-transport.ts', 'node:events node:fs node:stream node:v8 pino pino-pretty'],
  'app.ts': ['news every part with what it needs', 'config.ts delivery installation jobs lifecycle.ts listeners/index.ts '
    + 'type:listeners listeners/middleware listeners/workspace.ts logger.ts metrics notifications piper receivers slack storage usecases utils '
    + 'utils/http-transport.ts views', 'node:crypto pino'],
  'lifecycle.ts': ['starts and stops the parts in order', 'type:config.ts type:installation jobs limits.ts '
    + 'type:listeners/middleware receivers type:storage type:usecases/ports utils', 'type:@slack/bolt type:node:http type:pino type:undici'],
  'config.ts': ['the environment, parsed once', 'domain limits.ts settings type:storage storage/encryption-keys.ts storage/limits.ts', 'zod'],
  'settings': ['what a setting may be, and what to do about a wrong one', 'limits.ts storage/limits.ts', 'node:net zod'],
  'limits.ts': ['every number that somebody imposes', '', ''],
  'ids.ts': ['names that Slack sends back', '', ''],
  'logger.ts': ['one log for the product and for Bolt', 'utils', '@slack/bolt pino'],
  'utils': ['tools that know no room', '', 'node:async_hooks node:crypto node:timers'],
  'utils/http-transport.ts': ['opens sockets, so app.ts hands it in', 'limits.ts', 'undici'],

  'domain': ['decides, from what it is given alone', '', 'leven zod'],
  'usecases/ports': ['what a use case needs of the outside', 'type:domain', ''],
  'usecases': ['orders steps; no HTTP, no SQL, no Slack', 'domain limits.ts type:usecases/ports usecases/parse-people-file.ts utils', 'lru-cache'],
  'usecases/parse-people-file.ts': ['the one step that reads a format', 'domain formats utils', ''],
  'formats': ['bytes to tables, and back, without side effects', 'domain formats/write-csv.ts utils', 'node:stream node:util node:zlib'],
  'formats/write-csv.ts': ['text to CSV, for whoever makes a file', 'utils', ''],
  'delivery': ['sends', 'domain limits.ts type:usecases type:usecases/ports utils', 'type:pino'],
  'notifications': ['tells what nobody waits for', 'domain formats formats/write-csv.ts limits.ts type:slack text type:usecases type:usecases/ports utils views', 'type:pino'],
  'jobs': ['what runs when', 'type:domain limits.ts type:usecases/ports utils', 'type:pino'],

  'text': ['every sentence', 'domain ids.ts limits.ts utils', ''],
  'views': ['data to Block Kit, without side effects', 'domain type:formats formats/write-csv.ts ids.ts limits.ts text utils', 'type:@slack/types'],
  'views/home': ['App Home, one section a file', 'domain ids.ts text views', 'type:@slack/types'],

  'piper': ['out to Piper', 'domain limits.ts type:usecases/ports utils', 'lru-cache undici zod'],
  'slack': ['out to Slack, which gets finished messages', 'domain type:formats ids.ts limits.ts slack/error-word.ts type:usecases/ports utils type:views',
    '@slack/bolt lru-cache type:pino undici zod'],
  'slack/error-word.ts': ["Slack's word for what failed", '', '@slack/bolt'],
  'storage': ['out to the database', 'domain limits.ts storage/encryption-keys.ts storage/limits.ts storage/migrations type:usecases/ports utils',
    'type:@slack/bolt jose kysely lru-cache node:crypto node:fs node:path node:sqlite node:url node:util pg type:pino zod'],
  'storage/limits.ts': ['how long things are kept, and the connections that the database has', '', ''],
  'storage/encryption-keys.ts': ['keys as the settings spell them', 'domain', ''],
  'storage/migrations': ['what tables were, so nothing that changes', '', 'kysely'],

  'receivers': ['transport in', 'type:config.ts limits.ts logger.ts slack utils', '@slack/bolt node:crypto node:http node:net type:pino type:undici zod'],
  'doctor': ['finds what is wrong with a set-up', 'type:config.ts domain ids.ts installation limits.ts logger.ts piper slack slack/error-word.ts storage '
    + 'type:usecases/ports utils', '#package @slack/bolt node:fs node:path type:pino undici zod'],
  'metrics': ['counts what the parts tell, for Prometheus', 'type:config.ts type:delivery type:listeners/middleware type:piper type:receivers '
    + 'type:slack type:storage utils', '#package node:crypto prom-client zod'],
  'installation': ['how the app gets into a workspace', 'type:config.ts domain ids.ts limits.ts type:receivers slack slack/error-word.ts storage '
    + 'type:usecases type:usecases/ports utils', '@slack/bolt node:crypto type:node:http type:pino zod'],

  'listeners/index.ts': ['the whole surface on one page', 'ids.ts type:listeners listeners/actions listeners/commands listeners/events '
    + 'listeners/guards listeners/home listeners/middleware listeners/modals listeners/options listeners/shortcuts listeners/view-submissions type:slack', 'type:@slack/bolt'],
  'listeners': ['what listeners are given', 'type:domain type:listeners/workspace.ts type:slack type:usecases type:usecases/ports', 'type:pino'],
  'listeners/workspace.ts': ['where a request comes from', 'domain type:slack type:usecases', ''],
  'listeners/payloads': ["Slack's bodies to domain input", 'domain ids.ts', 'zod'],
  'listeners/middleware': ['around every listener', 'domain ids.ts limits.ts listeners/payloads type:slack text utils views', 'type:@slack/bolt type:pino'],
  'listeners/guards': ['who may go on, or why not', 'domain limits.ts type:listeners type:listeners/workspace.ts type:usecases utils views', ''],
  'listeners/modals': ['opened by commands and buttons alike', `${listener} listeners/guards slack/error-word.ts`, 'type:@slack/bolt type:@slack/types'],
  'listeners/home': ['publishes App Home', 'type:domain ids.ts type:listeners type:listeners/workspace.ts type:slack listeners/payloads usecases utils type:views views/home', 'lru-cache'],
  'listeners/commands': ['one listener, one file', `${listener} listeners/guards listeners/modals type:usecases/ports`, 'type:@slack/bolt'],
  'listeners/actions': ['one listener, one file', `${listener} type:listeners/commands type:listeners/home listeners/modals`, ''],
  'listeners/shortcuts': ['one listener, one file', `${listener} listeners/modals`, ''],
  'listeners/view-submissions': ['one listener, one file', `${listener} listeners/modals`, 'type:@slack/types'],
  'listeners/options': ['one listener, one file', listener, ''],
  'listeners/events': ['one listener, one file', 'type:listeners type:listeners/home type:listeners/middleware listeners/payloads', ''],
};

/** How many lines a file of src/ may have, and the file in the middle. */
export const lines = { most: 300, median: 60 };
