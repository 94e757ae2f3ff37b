// TypeScript's compiler API, which TypeScript 7 no longer has, for what is still written against it.

export { ts as default } from "@ts-morph/common";
