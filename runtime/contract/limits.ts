/** Every limit of the HTTP API, in one place. Bytes are UTF-8 bytes, characters are UTF-16 code units. */
export const limits = {
  /** A request body; over it: 413. API Gateway itself ends at 10 MB, Lambda at 6 MB. */
  bodyBytes: 2_000_000,
  messageChars: 200_000,
  systemChars: 20_000,
  titleChars: 200,
  commentChars: 2_000,
  searchChars: 200,
  idChars: 64,
  temperatureMax: 2,
  maxTokens: 16_384,
  pageSize: 100,
  pageSizeDefault: 30,
  presetNameChars: 60,
  /** Of one person. */
  presets: 50,
  /** Of one person. */
  keys: 20,
  keyNameChars: 60,
  ownerChars: 64,
  /** In one request; a longer conversation comes in several. */
  importMessages: 100,
  /** Earlier messages that travel with a turn which is not stored. */
  historyMessages: 200,
  fileNameChars: 255,
  fileTypeChars: 127,
  /** Of one person: uploads that belong to no conversation yet. */
  waitingFiles: 200,
  /** The most that an operator may allow; see `FileLimits`. */
  turnFiles: 30,
  /** A reply's sources, as JSON within JSON: they are stored in one row with what else is known of it, of 64 KB at most. */
  sourcesBytes: 32_000,
} as const;
