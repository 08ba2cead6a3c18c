import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 90_000;

/** The real server, started for the tests alone. */
export interface Server {
  address: string;
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the server on a free port with its data in a folder, and waits until it is ready. */
export async function startServer(binary: string, folder: string): Promise<Server> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const args = ["serve", "--bind", `127.0.0.1:${port}`, "--data-dir", folder];
  // The stand-in for Postiz is on this machine.
  const env = { ...process.env, EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK: "yes" };
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      log.push(String(piece));
      if (log.length > 200) log.shift();
    });
  }
  try {
    await ready(address, child);
  } catch (error) {
    child.kill("SIGTERM");
    throw new Error(`${String(error)}\nThe end of its log:\n${log.join("").slice(-4000)}`);
  }
  return { address, stop: () => stop(child) };
}

/** A port that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port was given");
  return address.port;
}

async function ready(address: string, child: ChildProcess) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    const answer = await fetch(`${address}/readyz`).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline)
      throw new Error(`The server was not ready in ${READY_WITHIN_MS} ms.`);
    await wait(100);
  }
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = wait(STOPPED_WITHIN_MS, "late", { ref: false });
  if ((await Promise.race([ended, late])) === "late") {
    child.kill("SIGKILL");
    throw new Error(`The server did not stop within ${STOPPED_WITHIN_MS} ms of SIGTERM.`);
  }
}
