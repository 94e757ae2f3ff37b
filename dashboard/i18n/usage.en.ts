// What the page of usage says, in English.

export const usage = {
  period: "Time",
  period_minute: "The last hour, by the minute",
  period_hour: "The last 24 hours, by the hour",
  period_day: "The last 30 days, by the day",
  as_provider: "What your tools answered",
  as_caller: "What you called",
  calls: "Calls",
  failed: "Failed",
  price: "At today's price",
  overTime: "Calls over time",
  byTool: "By tool",
  byCaller: "By caller",
  byStatus: "Latest calls by status",
  fromLog_one: "The tools of your latest {{count}} call, with all your calls of them in this time.",
  fromLog_other: "The tools of your latest {{count}} calls, with all your calls of them in this time.",
} as const;
