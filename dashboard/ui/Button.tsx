import type { ButtonHTMLAttributes } from "react";

const LOOKS = {
  primary: "bg-accent-fill text-on-accent hover:brightness-110",
  plain: "border-control bg-panel text-strong hover:bg-sunken border",
  danger: "border-bad text-bad hover:bg-bad-soft border",
} as const;

export type Look = keyof typeof LOOKS;

/** What a link looks like that is a button's equal. */
export function buttonClass(look: Look = "plain"): string {
  return `no-print inline-flex items-center justify-center gap-2 rounded-md px-3 py-1.5 font-medium disabled:opacity-60 ${LOOKS[look]}`;
}

export function Button({
  look = "plain",
  type = "button",
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly look?: Look }) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />;
}
