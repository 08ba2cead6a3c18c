import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const KEY = "key-of-the-browser-tests";

interface Sent {
  id: string;
  content: string;
  publishDate: string;
}

/** As much of Postiz as a person sees through the page: one account, and posts that appear at once. */
export async function startPostiz() {
  const posts: Sent[] = [];
  const account = { id: "c1", identifier: "threads", name: "Northern Lamps", profile: "northern" };
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const path = new URL(request.url ?? "", "http://postiz").pathname.replace("/public/v1", "");
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (request.headers.authorization !== KEY) return answer(401, { msg: "Invalid API key" });
    switch (`${request.method} ${path}`) {
      case "GET /is-connected":
        return answer(200, { connected: true });
      case "GET /integrations":
        return answer(200, [{ ...account, picture: "", disabled: false }]);
      case "POST /upload":
        return answer(201, { id: randomUUID(), path: "https://postiz.example/uploads/a.mp4" });
      case "POST /posts": {
        const { date, posts: sent } = JSON.parse(body.toString());
        const id = randomUUID();
        posts.push({ id, content: sent[0].value[0].content, publishDate: date });
        return answer(201, [{ postId: id, integration: account.id }]);
      }
      case "GET /posts":
        return answer(200, { posts: posts.map((post) => listed(post, account)) });
      case "GET /notifications":
        return answer(200, { notifications: [], total: 0, page: 0, limit: 100, hasMore: false });
      default:
        return answer(404, { msg: "not here" });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, key: KEY, posts, close: () => server.close() };
}

function listed(post: Sent, account: { id: string; identifier: string; name: string }) {
  return {
    ...post,
    releaseURL: "https://threads.example/1",
    releaseId: "1",
    state: "PUBLISHED",
    intervalInDays: null,
    group: "g",
    creationMethod: "API",
    settings: "{}",
    tags: [],
    integration: {
      id: account.id,
      providerIdentifier: account.identifier,
      name: account.name,
      picture: "",
    },
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}
