// The dashboard's languages. Korean is loaded when it is wanted; English is there from the start, and stands in for it.

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { read, write } from "../hub/preferences.ts";
import type { Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";

export const LANGUAGES = { en: "English", ko: "한국어" } as const;
export type Language = keyof typeof LANGUAGES;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Catalogue };
  }
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en } },
    lng: "en",
    fallbackLng: "en",
    // React writes text as text.
    interpolation: { escapeValue: false },
  });
  await speak(preferredLanguage());
}

export async function speak(language: Language): Promise<void> {
  if (language === "ko" && !i18next.hasResourceBundle("ko", "translation")) {
    i18next.addResourceBundle("ko", "translation", (await import("./ko.ts")).ko);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function chooseLanguage(language: Language): Promise<void> {
  write("language", language);
  return speak(language);
}

export function currentLanguage(): Language {
  return i18next.language === "ko" ? "ko" : "en";
}

function preferredLanguage(): Language {
  const chosen = read("language") ?? navigator.language;
  return chosen.startsWith("ko") ? "ko" : "en";
}
