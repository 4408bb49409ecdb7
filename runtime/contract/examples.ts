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

const key = {
  id: "01KAS3V2Q1T6B9M4N8P2F5G7HC",
  owner: "owner",
  name: "Nightly report",
  lastFour: "Zk3q",
  createdAt,
  lastUsedAt: updatedAt,
};

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
  key,
  tier,
  dayUsage,
} as const;
