// What the marketplace says, in Korean.

import type { Catalogue } from "./i18n.ts";
import type { templates as english } from "./templates.en.ts";

export const templates: Catalogue<typeof english> = {
  intro: "다른 사람이 만든 워크플로입니다. 슬롯에 도구를 고르면 내 워크플로가 됩니다.",
  search: "템플릿 검색",
  placeholder: "무엇을 하고 싶나요?",
  sort_relevance: "관련도",
  sort_popularity: "많이 쓰는 순",
  sort_rating: "평점순",
  sort_newest: "최신순",
  found: "찾은 템플릿",
  empty: "맞는 템플릿이 없습니다",
  users_one: "사용자 {{count}}명",
  users_other: "사용자 {{count}}명",
  rated: "★ {{average}} ({{count}})",
  use: "이 템플릿 사용",
  useTitle: "{{title}} 사용",
  workflowName: "내 워크플로 이름",
  another: "다른 도구…",
  anotherTool: "{{name}} 슬롯에 쓸 다른 도구",
  anotherHint: "도구 ID 또는 agent/name@version.",
  noneFits: "맞는다고 알려진 도구가 없습니다.",
  make: "워크플로 만들기",
  readme: "설명서",
  example: "입력 예",
  slots: "슬롯",
  noSlots: "고를 도구가 없습니다.",
  hasDefault: "기본값 있음",
  uses: "만들어진 워크플로",
  forks: "여기서 나온 템플릿",
  lineage: "원본",
  publish: "템플릿으로 게시",
  publishIntro:
    "누구나 읽고 자기 워크플로를 만들 수 있습니다. 다시 게시하면 새 버전이 됩니다. 비워 둔 글은 이전 그대로이고, 이미 만든 워크플로도 그대로입니다.",
  published: "{{title}} 템플릿을 게시했습니다.",
  icon: "아이콘",
  title: "제목",
  summary: "한 문장 소개",
  readmeHint: "무엇을 하는지, 슬롯에 무엇이 필요한지 적으세요. 텍스트로 표시됩니다.",
  openSlots: "슬롯",
  openSlotsHint:
    "이름을 적으면 그 도구 자리를 비워 둡니다. 템플릿을 쓰는 사람이 도구를 넣습니다. 비공개 도구는 슬롯이 되어야 합니다.",
  slotFor: "{{tool}} 자리의 슬롯",
  slotTwice: "두 도구가 같은 슬롯 {{slot}}을(를) 씁니다. 도구마다 다른 이름을 적으세요.",
};
