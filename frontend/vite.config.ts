import type { ServerResponse } from "node:http";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";

const api = process.env.EDIT_FACTORY_API ?? "http://127.0.0.1:8000";

/** Tells the page in the API's own form that nobody answers behind the proxy. */
function answerUnreachable(response: ServerResponse) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "Content-Type": "application/problem+json" });
  response.end(
    JSON.stringify({
      type: "about:blank",
      title: "The API does not answer",
      status: 502,
      code: "api_unreachable",
      detail: `The API at ${api} does not answer. Start it with ./start-dev.sh in the project's folder.`,
    }),
  );
}

const toApi: ProxyOptions = {
  target: api,
  configure(proxy) {
    proxy.on("error", (_error, _request, response) => {
      if ("writeHead" in response) answerUnreachable(response);
    });
  },
};
const proxy = { "/api": toApi, "/media": toApi, "/fonts": toApi, "/openapi.json": toApi };

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double" }),
    react(),
    tailwindcss(),
  ],
  resolve: { tsconfigPaths: true },
  server: { host: "127.0.0.1", port: 3000, strictPort: true, proxy },
  preview: { host: "127.0.0.1", port: 3000, strictPort: true, proxy },
  build: { target: "es2023" },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://page.test/" } },
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 30_000,
  },
});
