import { asList, asText, type Fields, isFields } from './json.ts';

type StoredFile = { content: Buffer; object: Fields };

/**
 * Files that people chose in a modal. The page sends their content in base64 along with their names; the bot is sent what Slack
 * sends of a file. https://docs.slack.dev/reference/objects/file-object
 */
export class Files {
  #files = new Map<string, StoredFile>();
  #last = 0;
  readonly #now: () => number;
  readonly #origin: () => string;

  constructor(now: () => number, origin: () => string) {
    this.#now = now;
    this.#origin = origin;
  }

  reset(): void {
    this.#files.clear();
  }

  /** What a person filled in, with each file uploaded. */
  upload(
    user: string,
    given: Record<string, Record<string, unknown>>,
  ): Record<string, Record<string, unknown>> {
    return mapValues(given, (actions) =>
      mapValues(actions, (value) =>
        isFields(value) && value.type === 'file_input'
          ? { ...value, files: asList(value.files).map((file) => this.#keep(user, file)) }
          : value,
      ),
    );
  }

  info(id: string): Fields | undefined {
    return this.#files.get(id)?.object;
  }

  content(id: string): Buffer | undefined {
    return this.#files.get(id)?.content;
  }

  #keep(user: string, given: unknown): Fields {
    const { name, mimetype, content } = isFields(given) ? given : ({} as Fields);
    this.#last += 1;
    const id = `F${String(this.#last).padStart(9, '0')}`;
    const bytes = Buffer.from(asText(content), 'base64');
    const url = `${this.#origin()}/files-pri/${id}`;
    const object: Fields = {
      id,
      created: Math.floor(this.#now() / 1_000),
      name: asText(name),
      title: asText(name),
      mimetype: asText(mimetype),
      filetype: asText(name).split('.').at(-1) ?? '',
      user,
      size: bytes.length,
      is_external: false,
      is_public: false,
      url_private: url,
      url_private_download: `${url}/download`,
    };
    this.#files.set(id, { content: bytes, object });
    return object;
  }
}

const mapValues = <T, U>(object: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
