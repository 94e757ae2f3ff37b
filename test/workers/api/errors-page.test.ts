import { expect, test } from "vitest";
import { errorsPage } from "../../../api/http/errors-page.ts";

test("docs/errors.md documents every code, as the list has it", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../../../docs/errors.md");
});
