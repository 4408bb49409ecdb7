import type { TSchema } from "@sinclair/typebox";
import { ChatRequestSchema, ChatResponseSchema, HistoryMessageSchema } from "./chat";
import { ChatSettingsSchema } from "./chat-settings";
import {
  ConversationPageSchema,
  ConversationPatchSchema,
  ConversationSchema,
  ListedConversationSchema,
  MessagePageSchema,
} from "./conversation";
import { ConversationImportSchema, ImportedMessageSchema, MessageImportSchema } from "./conversation-import";
import { ErrorBodySchema } from "./error-body";
import {
  FileLinkSchema,
  FilePageSchema,
  FilePatchSchema,
  FileRequestSchema,
  FileSchema,
  MessageFileSchema,
  MessageSourceSchema,
  NewFileSchema,
} from "./file";
import { KeyListSchema, KeyRequestSchema, KeySchema, NewKeySchema } from "./key";
import { FeedbackSchema, MessageErrorSchema, MessageSchema, UsageSchema } from "./message";
import {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
  CompletionUsageSchema,
  OpenAiErrorSchema,
  OpenAiModelListSchema,
  OpenAiModelSchema,
} from "./openai-answer";
import { OpenAiMessageSchema, ToolCallSchema } from "./openai-messages";
import {
  ChatCompletionRequestSchema,
  ResponseFormatSchema,
  ToolChoiceSchema,
  ToolSchema,
} from "./openai-request";
import { PeoplePageSchema, PersonPatchSchema, PersonSchema } from "./person";
import { PresetContentSchema, PresetListSchema, PresetSchema } from "./preset";
import {
  DoneEventSchema,
  ErrorEventSchema,
  ReasoningEventSchema,
  StartedEventSchema,
  StatusEventSchema,
  StreamEventSchema,
  TextEventSchema,
} from "./stream-event";
import { TierSchema } from "./tier";
import { DayUsageSchema, EveryonesUsageSchema, OwnUsageSchema } from "./usage";

/** Schemas that have a name in the document; they stand once, and are referred to wherever they occur. */
export const namedSchemas: Record<string, TSchema> = {
  ChatRequest: ChatRequestSchema,
  ChatResponse: ChatResponseSchema,
  ChatSettings: ChatSettingsSchema,
  HistoryMessage: HistoryMessageSchema,
  StreamEvent: StreamEventSchema,
  StartedEvent: StartedEventSchema,
  StatusEvent: StatusEventSchema,
  ReasoningEvent: ReasoningEventSchema,
  TextEvent: TextEventSchema,
  DoneEvent: DoneEventSchema,
  ErrorEvent: ErrorEventSchema,
  Conversation: ConversationSchema,
  ListedConversation: ListedConversationSchema,
  ConversationPage: ConversationPageSchema,
  ConversationPatch: ConversationPatchSchema,
  ConversationImport: ConversationImportSchema,
  ImportedMessage: ImportedMessageSchema,
  MessageImport: MessageImportSchema,
  Message: MessageSchema,
  MessagePage: MessagePageSchema,
  MessageError: MessageErrorSchema,
  Usage: UsageSchema,
  Feedback: FeedbackSchema,
  MessageFile: MessageFileSchema,
  MessageSource: MessageSourceSchema,
  File: FileSchema,
  FileRequest: FileRequestSchema,
  NewFile: NewFileSchema,
  FilePatch: FilePatchSchema,
  FileLink: FileLinkSchema,
  FilePage: FilePageSchema,
  Preset: PresetSchema,
  PresetContent: PresetContentSchema,
  PresetList: PresetListSchema,
  Key: KeySchema,
  KeyRequest: KeyRequestSchema,
  NewKey: NewKeySchema,
  KeyList: KeyListSchema,
  Person: PersonSchema,
  PersonPatch: PersonPatchSchema,
  PeoplePage: PeoplePageSchema,
  ChatCompletionRequest: ChatCompletionRequestSchema,
  ChatCompletion: ChatCompletionSchema,
  ChatCompletionChunk: ChatCompletionChunkSchema,
  CompletionUsage: CompletionUsageSchema,
  OpenAiMessage: OpenAiMessageSchema,
  ToolCall: ToolCallSchema,
  Tool: ToolSchema,
  ToolChoice: ToolChoiceSchema,
  ResponseFormat: ResponseFormatSchema,
  OpenAiModel: OpenAiModelSchema,
  OpenAiModelList: OpenAiModelListSchema,
  OpenAiError: OpenAiErrorSchema,
  Tier: TierSchema,
  DayUsage: DayUsageSchema,
  OwnUsage: OwnUsageSchema,
  EveryonesUsage: EveryonesUsageSchema,
  Error: ErrorBodySchema,
};
