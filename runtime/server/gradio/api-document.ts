import type { PageBoot } from "../../contract/site";
import { limits } from "../../contract/limits";
import { nameOf } from "../boot";

/** The version of Gradio whose protocol this is; clients choose by it what they ask for. */
const version = "6.25.0";

/** The number of `/chat` among the endpoints. Never 0, which the JavaScript client takes for none. */
export const chatIndex = 1;

/** The places of the components. `state` is Gradio's memory: clients send null for it and leave it out of results. */
const components = [
  { id: 1, type: "textbox" },
  { id: 2, type: "state", skip_api: true },
  { id: 3, type: "textbox" },
  { id: 4, type: "slider" },
  { id: 5, type: "slider" },
  { id: 6, type: "json" },
];

export interface ConfigProps {
  boot: PageBoot;
  /** Where all but `/config` and `/login` is asked. */
  apiPrefix: string;
  /** The same for all servers of a stack: a client that meets another one goes on. */
  appId: string;
  /** Who asks; null where nobody signs in. */
  username: string | null;
}

/**
 * `GET /config`. It names no `root`: clients then keep to the address they were given, whatever stands before this
 * server. And no heartbeat: with one, a script for Node would never end.
 */
export function gradioConfig({ boot, apiPrefix, appId, username }: ConfigProps): object {
  return {
    version,
    api_prefix: apiPrefix,
    protocol: "sse_v3",
    app_id: appId,
    title: nameOf(boot),
    space_id: null,
    username,
    connect_heartbeat: false,
    max_file_size: boot.files.maxFileBytes,
    enable_queue: true,
    components,
    dependencies: [
      {
        id: chatIndex,
        api_name: "chat",
        inputs: [1, 2, 3, 4, 5],
        outputs: [6, 2],
        queue: true,
        backend_fn: true,
        api_visibility: "public",
        types: { generator: true, cancel: false },
        connection: "sse",
        targets: [],
        cancels: [],
      },
    ],
  };
}

const text = {
  type: { type: "string" },
  python_type: { type: "str", description: "" },
  component: "Textbox",
};

/** A parameter with no default of its own: null stands for what the operator, or the model, has. */
function optional(parameter_name: string, label: string, kind: object, example_input: unknown): object {
  const whenLeftOut = { parameter_has_default: true, parameter_default: null };
  return { label, parameter_name, ...whenLeftOut, ...kind, example_input };
}

function numberOf(type: "float" | "int", least: number, most: number): object {
  const description = `numeric value between ${least} and ${most}`;
  return { type: { type: "number", description }, python_type: { type, description }, component: "Slider" };
}

/** `GET /gradio_api/info`: what `view_api()` shows. */
export function gradioInfo(): object {
  const message = { label: "Message", parameter_name: "message", parameter_has_default: false };
  const description = "any valid json";
  const reply = {
    label: "Response",
    type: { type: {}, description },
    python_type: { type: "str | float | bool | list | dict", description },
    component: "Json",
  };
  return {
    named_endpoints: {
      "/chat": {
        parameters: [
          { ...message, parameter_default: null, ...text, example_input: "Hello!!" },
          optional("system_prompt", "System prompt", text, "You are helpful."),
          optional("temperature", "Temperature", numberOf("float", 0, limits.temperatureMax), 0.7),
          optional("max_tokens", "Max tokens", numberOf("int", 1, limits.maxTokens), 512),
        ],
        returns: [reply],
        api_visibility: "public",
        description: "Chat with the model. What was said before in the same session is known.",
      },
    },
    unnamed_endpoints: {},
  };
}
