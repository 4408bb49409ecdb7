import type { ApiRoute } from "./api-route";
import { chatRoutes } from "./routes/chat-routes";
import { conversationRoutes } from "./routes/conversation-routes";
import { fileRoutes } from "./routes/file-routes";
import { keyRoutes } from "./routes/key-routes";
import { messageRoutes } from "./routes/message-routes";
import { openAiRoutes } from "./routes/openai-routes";
import { peopleRoutes } from "./routes/people-routes";
import { presetRoutes } from "./routes/preset-routes";
import { serviceRoutes } from "./routes/service-routes";
import { usageRoutes } from "./routes/usage-routes";

/** Every route of the API, in the order of the document. Tests hold what is deployed to it. */
export const apiRoutes: readonly ApiRoute[] = [
  ...chatRoutes,
  ...openAiRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...fileRoutes,
  ...presetRoutes,
  ...keyRoutes,
  ...peopleRoutes,
  ...usageRoutes,
  ...serviceRoutes,
];
