// A hub in a process of its own, for tests: hub-main.ts '{"data":…,"port":…,"vars":…}'

import { type HubOptions, startHub } from "../../scripts/hub.ts";
import { leaveOnSignal } from "../../scripts/signals.ts";

const starting = startHub(JSON.parse(process.argv[2] ?? "{}") as HubOptions);
leaveOnSignal(async () => (await starting).stop());
// The test's end of the pipe closes when the test is gone, however it went.
process.stdin.resume().on("end", () => process.kill(process.pid, "SIGTERM"));

const { url } = await starting;
console.log(JSON.stringify({ url }));
