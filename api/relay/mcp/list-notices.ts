/** What a server says as soon as one of its lists is another one. */
export const LIST_NOTICES = [
  "notifications/tools/list_changed",
  "notifications/resources/list_changed",
  "notifications/prompts/list_changed",
] as const;
