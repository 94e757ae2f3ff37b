// npm run client: writes client/openapi.gen.ts anew, after a contract has changed.

import { writeFile } from "node:fs/promises";
import { clientTypes, CLIENT_TYPES, openApiDocument } from "./client-types.ts";

await writeFile(CLIENT_TYPES, await clientTypes(await openApiDocument()));
console.log(CLIENT_TYPES);
