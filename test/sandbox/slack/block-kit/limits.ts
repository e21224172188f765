/** Slack's limits for Block Kit, in characters or items. https://docs.slack.dev/reference/block-kit */
export const limits = {
  id: 255,
  url: 3_000,
  message: {
    blocks: 50,
    /** Bytes of UTF-8: Slack speaks of characters, some report bytes. */
    text: { post: 40_000, edit: 4_000 },
    /** Of all texts in the blocks. https://github.com/slackapi/bolt-js/issues/2509 */
    characters: 12_000,
    /** Of all blocks as JSON: not documented, but measured. https://github.com/slackapi/bolt-js/issues/2509 */
    json: 13_200,
  },
  /** https://docs.slack.dev/reference/views */
  view: { blocks: 100, title: 24, privateMetadata: 3_000 },
  section: { text: 3_000, fields: 10, field: 2_000 },
  header: { text: 150 },
  context: { elements: 10 },
  actions: { elements: 25 },
  markdown: { text: 12_000 },
  image: { text: 2_000 },
  input: { label: 2_000, hint: 2_000 },
  text: 3_000,
  button: { text: 75, value: 2_000, label: 75 },
  placeholder: 150,
  option: { text: 75, value: 150, description: 75 },
  select: { options: 100, groups: 100, groupLabel: 75 },
  choices: { options: 10 },
  overflow: { options: 5 },
  plainTextInput: 3_000,
  confirm: { title: 100, text: 300, button: 30 },
} as const;
