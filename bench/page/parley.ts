import { storeConversation } from "../../tests/local/long-conversation";
import { startStackProcess, temporaryFolder } from "../../tests/local/stack-process";
import { startLastSentProxy } from "./last-sent-proxy";
import { type Subject, longTurns } from "./subject";

/** This project's page, as `npm start` serves it. */
export async function startParley(): Promise<Subject> {
  const folder = temporaryFolder();
  // One page opened again and again is more than one person does: the limits of a key are not what is measured.
  const args = ["--config", "parley:requestsPerSecond=1000", "--config", "parley:burst=1000"];
  const stack = await startStackProcess(folder.dataDir, { args });
  const id = await storeConversation(stack.outputs, longTurns);
  const proxy = await startLastSentProxy(stack.outputs.chatUrl);
  return {
    name: "Parley",
    url: proxy.url,
    longUrl: `${proxy.url}/c/${id}`,
    log: "[role=log]",
    box: "form textarea",
    lastSentAt: () => proxy.lastSentAt(),
    async replied(page) {
      const newest = page.locator("[data-role=assistant]").last();
      await newest.and(page.locator("[data-status=complete]")).waitFor({ timeout: 180_000 });
    },
    async stop() {
      proxy.close();
      await stack.stop();
      folder.remove();
    },
  };
}
