import { type Socket, connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A network between the browser and a server, byte for byte, that can go wrong. */
export interface Wire {
  /** Where the server is found through it. */
  url: string;
  /** Everything that goes over it breaks off, and nothing new gets through. */
  cut(): void;
  /** What is new gets through again. */
  mend(): void;
  /**
   * As when a machine sleeps: what was heard last, a stream, hangs and nobody is told; what is idle is let go, as
   * browsers do. What is new gets through.
   */
  sleep(): void;
  close(): Promise<void>;
}

/** The browser's end and the server's. */
interface Connection {
  near: Socket;
  far: Socket;
}

/** @param target - `http://127.0.0.1:port` */
export async function startWire(target: string): Promise<Wire> {
  /** The one that was heard last at the end. */
  const connections = new Set<Connection>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) near.destroy();
    else join(near, target, connections);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      breakOff([...connections]);
    },
    mend: () => {
      isCut = false;
    },
    sleep: () => {
      const idle = [...connections];
      idle.pop()?.far.unpipe();
      breakOff(idle);
    },
    close: async () => {
      breakOff([...connections]);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(near: Socket, target: string, connections: Set<Connection>): void {
  const { hostname, port } = new URL(target);
  const connection = { near, far: connect(Number(port), hostname) };
  const { far } = connection;
  const end = () => {
    connections.delete(connection);
    breakOff([connection]);
  };
  for (const socket of [near, far]) socket.on("error", end).on("close", end);
  connections.add(connection);
  far.on("data", () => {
    connections.delete(connection);
    connections.add(connection);
  });
  near.pipe(far).pipe(near);
}

function breakOff(connections: Connection[]): void {
  for (const { near, far } of connections) {
    near.destroy();
    far.destroy();
  }
}
