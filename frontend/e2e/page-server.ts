import { preview } from "vite";
import { freePort } from "./server";

/** Serves the built page on a free port, before the given API. */
export async function servePage(built: string, api: string) {
  // vite.config.ts reads it, as it does for `npm run dev`.
  process.env.EDIT_FACTORY_API = api;
  const port = await freePort();
  const server = await preview({
    logLevel: "warn",
    build: { outDir: built },
    preview: { port, strictPort: true, open: false },
  });
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}
