/** Values that the document shows, true to the schemas: a test holds them to it. */

const conversationId = "01KAS3V2Q8M5R1W0Y7T9ZCXE4B";
const questionId = "01KAS3V2QDK7N4H2B6F8G9JPA1";
const replyId = "01KAS3V2QEX0C5S9V3D1T7WRZM";
const createdAt = "2026-11-23T09:12:44.318Z";
const updatedAt = "2026-11-23T09:12:46.902Z";

const settings = { system: "Answer in one sentence.", temperature: 0.2, maxTokens: 400 };

const conversation = {
  id: conversationId,
  title: "What makes sourdough rise?",
  createdAt,
  updatedAt,
  pinned: false,
  settings,
};

// An exported message does not say of which conversation it was.
const exportedQuestion = {
  id: questionId,
  parentId: null,
  role: "user",
  text: "What makes sourdough rise?",
  status: "complete",
  createdAt,
  updatedAt: createdAt,
};

const question = { ...exportedQuestion, conversationId };

const exportedReply = {
  id: replyId,
  parentId: questionId,
  role: "assistant",
  text: "Wild yeast and bacteria in the starter ferment the flour's sugars, and the gas they make lifts the dough.",
  reasoning: "They want the cause, in one sentence.",
  reasoningMs: 412,
  status: "complete",
  createdAt,
  updatedAt,
  model: "openai/gpt-oss-20b",
  finishReason: "stop",
  usage: { promptTokens: 86, completionTokens: 41 },
};

const reply = { ...exportedReply, conversationId };

const started = {
  type: "started",
  conversationId,
  userMessageId: questionId,
  messageId: replyId,
  title: conversation.title,
};

const preset = { id: "short-answers", name: "Short answers", settings };

const file = {
  id: "01KAS3V2Q5F7S1E0M3Y9K4D8RB",
  name: "Flour prices.csv",
  type: "text/csv",
  size: 48_211,
  createdAt,
  conversationId,
};

const upload = {
  url: "https://files-0a1b2c3.s3.us-east-1.amazonaws.com/",
  fields: {
    key: "uploads/4f1c09a2b7d84e6399d0a5c1f2e37b68/01KAS3V2Q5F7S1E0M3Y9K4D8RB",
    "Content-Type": "text/csv",
    Policy: "eyJleHBpcmF0aW9uIjoi…",
    "X-Amz-Signature": "6b0c…",
  },
};

const key = {
  id: "01KAS3V2Q1T6B9M4N8P2F5G7HC",
  owner: "owner",
  name: "Nightly report",
  lastFour: "Zk3q",
  createdAt,
  lastUsedAt: updatedAt,
};

const person = { id: "ann@example.com", tier: "standard", isAdmin: false };

const tier = {
  name: "standard",
  requestsPerSecond: 5,
  burst: 10,
  requestsPerDay: 2000,
  tokensPerDay: 200_000,
};

const dayUsage = { date: "2026-11-23", requests: 14, promptTokens: 5_210, completionTokens: 3_977 };

export const examples = {
  conversation,
  exportedQuestion,
  exportedReply,
  question,
  reply,
  started,
  settings,
  preset,
  file,
  upload,
  key,
  person,
  tier,
  dayUsage,
} as const;
