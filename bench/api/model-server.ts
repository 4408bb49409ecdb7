import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createDemoModel } from "../../local/aws/sagemaker/demo/demo-model";
import { systemPaceClock } from "../../local/aws/sagemaker/demo/pace";

/**
 * The demo model as a server of its own that speaks OpenAI's protocol, as vLLM or Ollama does: what the chain asks, and
 * what it is compared with. The first line that it prints is its port.
 */
const model = createDemoModel(systemPaceClock);

const server = createServer((request, response) => {
  if (request.url?.endsWith("/models")) {
    response.end(JSON.stringify({ object: "list", data: [{ id: "demo-model", object: "model" }] }));
    return;
  }
  const left = new AbortController();
  response.on("close", () => left.abort());
  void answer().catch(() => response.destroy());

  async function answer(): Promise<void> {
    const { contentType, bytes } = await model.respond(await buffer(request), left.signal);
    response.writeHead(200, { "content-type": contentType });
    for await (const chunk of bytes) response.write(chunk);
    response.end();
  }
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
