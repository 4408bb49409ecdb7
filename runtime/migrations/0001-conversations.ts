import type { Migration } from "./migration";

/**
 * Conversations, their messages, what repeated requests are known by, and presets.
 *
 * Dates are texts in ISO 8601 and UTC, as the API has them: they sort as they are. Ids and dates sort by their bytes,
 * whatever the database's language is.
 */
export const conversations: Migration = {
  name: "0001-conversations",
  statements: [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",

    // Messages name a conversation by its number: one that is made under the id of a deleted one is another.
    `CREATE TABLE conversations (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      owner text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      title text NOT NULL,
      searched_title text NOT NULL,
      created_at text COLLATE "C" NOT NULL,
      updated_at text COLLATE "C" NOT NULL,
      pinned boolean NOT NULL,
      system text,
      settings json,
      newest_reply_id text,
      bytes integer NOT NULL,
      UNIQUE (owner, id)
    )`,
    "CREATE INDEX conversations_listed ON conversations (owner, pinned, updated_at, id)",

    // A running reply is written about once a second: with room on its page no index has to follow.
    `CREATE TABLE messages (
      conversation bigint NOT NULL REFERENCES conversations ON DELETE CASCADE,
      id text COLLATE "C" NOT NULL,
      owner text COLLATE "C" NOT NULL,
      parent_id text COLLATE "C",
      role text NOT NULL CHECK (role IN ('user', 'assistant')),
      status text NOT NULL,
      created_at text NOT NULL,
      updated_at text NOT NULL,
      text text NOT NULL,
      reasoning text NOT NULL,
      bytes integer NOT NULL,
      details json NOT NULL,
      outcome json,
      feedback json,
      lease_until bigint,
      stop_requested boolean NOT NULL DEFAULT false,
      searched_text text,
      PRIMARY KEY (conversation, id)
    ) WITH (fillfactor = 80)`,
    "CREATE INDEX messages_tree ON messages (conversation, parent_id)",
    "CREATE INDEX messages_searched ON messages USING gin (owner, searched_text gin_trgm_ops)",
    "CREATE INDEX messages_running ON messages (owner) WHERE status = 'running'",

    `CREATE TABLE turns (
      owner text COLLATE "C" NOT NULL,
      client_message_id text COLLATE "C" NOT NULL,
      conversation_id text NOT NULL,
      user_message_id text NOT NULL,
      message_id text NOT NULL,
      asked text,
      begun_by text NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (owner, client_message_id)
    )`,
    "CREATE INDEX turns_expiry ON turns (expires_at)",

    `CREATE TABLE presets (
      owner text COLLATE "C" NOT NULL,
      id text COLLATE "C" NOT NULL,
      name text NOT NULL,
      system text,
      settings json NOT NULL,
      bytes integer NOT NULL,
      PRIMARY KEY (owner, id)
    )`,
  ],
};
