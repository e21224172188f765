import { asList, asText, type Fields, isFields } from './json.ts';

/** What Slack tells of a file. https://docs.slack.dev/reference/objects/file-object */
export type FileObject = Fields & { id: string; name: string; title: string; size: number };

type StoredFile = { content: Buffer; object: FileObject };

/** A file that the bot said it would send; it has its content once that came. */
type AwaitedFile = { name: string; length: number; content?: Buffer };

/**
 * Files that people chose in a modal, and files of the bot. The page sends the content of people's files in base64 along with
 * their names; the bot is sent what Slack sends of a file. The bot's own come in three steps.
 * https://docs.slack.dev/messaging/working-with-files
 */
export class Files {
  #files = new Map<string, StoredFile>();
  #awaited = new Map<string, AwaitedFile>();
  #last = 0;
  readonly #team: string;
  readonly #now: () => number;
  readonly #origin: () => string;

  constructor(team: string, now: () => number, origin: () => string) {
    this.#team = team;
    this.#now = now;
    this.#origin = origin;
  }

  reset(): void {
    this.#files.clear();
    this.#awaited.clear();
  }

  /** What a person filled in, with each file uploaded. */
  upload(
    user: string,
    given: Record<string, Record<string, unknown>>,
  ): Record<string, Record<string, unknown>> {
    return mapValues(given, (actions) =>
      mapValues(actions, (value) =>
        isFields(value) && value.type === 'file_input'
          ? { ...value, files: asList(value.files).map((file) => this.#choose(user, file)) }
          : value,
      ),
    );
  }

  info(id: string): FileObject | undefined {
    return this.#files.get(id)?.object;
  }

  content(id: string): Buffer | undefined {
    return this.#files.get(id)?.content;
  }

  /** Where the bot may send a file of `length` bytes, once. */
  announce(name: string, length: number): { id: string; url: string } {
    const id = this.#nextId();
    this.#awaited.set(id, { name, length });
    return { id, url: `${this.#origin()}/upload/${this.#team}/${id}` };
  }

  /** Takes what came to the URL of `announce`; Slack's error when it does not. */
  receive(id: string, content: Buffer): 'not_found' | 'wrong_length' | undefined {
    const awaited = this.#awaited.get(id);
    if (!awaited || awaited.content) return 'not_found';
    if (content.length !== awaited.length) return 'wrong_length';
    awaited.content = content;
    return undefined;
  }

  /** Keeps a file that was received; undefined where nothing was. */
  complete(user: string, id: string, title: string): FileObject | undefined {
    const { name = '', content } = this.#awaited.get(id) ?? {};
    if (!content) return undefined;
    this.#awaited.delete(id);
    return this.#keep(user, { id, name, title: title || name, content });
  }

  #choose(user: string, given: unknown): FileObject {
    const { name, mimetype, content } = isFields(given) ? given : ({} as Fields);
    return this.#keep(user, {
      id: this.#nextId(),
      name: asText(name),
      title: asText(name),
      mimetype: asText(mimetype),
      content: Buffer.from(asText(content), 'base64'),
    });
  }

  #keep(
    user: string,
    file: { id: string; name: string; title: string; mimetype?: string; content: Buffer },
  ): FileObject {
    const { id, name, title, mimetype = 'text/csv', content } = file;
    const url = `${this.#origin()}/files-pri/${id}`;
    const object: FileObject = {
      id,
      created: Math.floor(this.#now() / 1_000),
      name,
      title,
      mimetype,
      filetype: name.split('.').at(-1) ?? '',
      user,
      size: content.length,
      is_external: false,
      is_public: false,
      url_private: url,
      url_private_download: `${url}/download`,
    };
    this.#files.set(id, { content, object });
    return object;
  }

  #nextId(): string {
    this.#last += 1;
    return `F${String(this.#last).padStart(9, '0')}`;
  }
}

const mapValues = <T, U>(object: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
