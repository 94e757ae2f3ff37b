/** Runs as it is, on a hub that has nothing but its own tools. */
export const EXAMPLE = {
  name: "hash_and_stamp",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  steps: [
    { id: "hash", toolId: "tool_nexus_hash", arguments: { text: "{{input.text}}" } },
    { id: "now", toolId: "tool_nexus_now", arguments: {} },
    { id: "stamp", transform: { hash: "{{steps.hash.result.hex}}", at: "{{steps.now.result.iso}}" } },
  ],
  output: "{{steps.stamp.result}}",
};
