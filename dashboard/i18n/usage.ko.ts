// What the page of usage says, in Korean.

import type { Catalogue } from "./catalogue.ts";
import type { usage as english } from "./usage.en.ts";

export const usage: Catalogue<typeof english> = {
  period: "기간",
  period_minute: "최근 1시간(분 단위)",
  period_hour: "최근 24시간(시간 단위)",
  period_day: "최근 30일(일 단위)",
  as_provider: "내 도구가 응답한 호출",
  as_caller: "내가 한 호출",
  calls: "호출",
  failed: "실패",
  price: "현재 가격 기준 비용",
  overTime: "호출 추이",
  byTool: "도구별",
  byCaller: "호출자별",
  byStatus: "상태별 최근 호출",
  fromLog_one: "최근 호출 {{count}}건에 쓰인 도구를 이 기간에 호출한 횟수입니다.",
  fromLog_other: "최근 호출 {{count}}건에 쓰인 도구를 이 기간에 호출한 횟수입니다.",
};
