// Writes src/api/schema.gen.ts from the API's OpenAPI document; with --check, only compares.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const source = process.env.EDIT_FACTORY_OPENAPI
  ? pathToFileURL(process.env.EDIT_FACTORY_OPENAPI)
  : new URL("../../docs/openapi.json", import.meta.url);
const target = new URL("../src/api/schema.gen.ts", import.meta.url);

if (!existsSync(source)) {
  console.error(
    `No OpenAPI document at ${fileURLToPath(source)}. Write it with: edit-factory openapi`,
  );
  process.exit(1);
}

const types = `// Generated from docs/openapi.json by \`npm run gen:api\`. Do not edit.\n${astToString(
  await openapiTS(source),
)}`;

if (process.argv.includes("--check")) {
  const committed = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (committed !== types) {
    console.error("src/api/schema.gen.ts is older than docs/openapi.json. Run: npm run gen:api");
    process.exit(1);
  }
} else {
  writeFileSync(target, types);
}
