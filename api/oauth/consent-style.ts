// The look of the consent page, light and dark, from a phone's width up.

export const CONSENT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f3f4f7, #101216);
  --card: light-dark(#ffffff, #191c22);
  --line: light-dark(#dfe2e7, #30353e);
  --text: light-dark(#1b1f26, #e4e7ec);
  --quiet: light-dark(#59616e, #9aa3b2);
  --accent: light-dark(#1450b8, #8ab4ff);
  --on-accent: light-dark(#ffffff, #0d1424);
  --alarm: light-dark(#a8201a, #ff9089);
  --warn: light-dark(#fff6e0, #33290f);
  --warn-line: light-dark(#e5c777, #6b571f);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 29rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  padding: 1.75rem; box-shadow: 0 8px 30px rgb(0 0 0 / 0.07);
}
@media (max-width: 30rem) { body { padding: 0; place-items: start stretch; } main { border: 0; border-radius: 0; min-height: 100vh; } }
.brand { margin: 0 0 1.25rem; font-weight: 700; font-size: 0.95rem; color: var(--quiet); }
h1 { margin: 0 0 0.5rem; font-size: 1.4rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: 0.9rem; }
ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
dl { margin: 1.1rem 0; border-top: 1px solid var(--line); }
dl div { padding: 0.7rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); font-size: 0.82rem; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
.note { border: 1px solid var(--warn-line); background: var(--warn); border-radius: 8px; padding: 0.6rem 0.8rem; font-size: 0.9rem; }
.alarm { color: var(--alarm); font-weight: 600; }
label { display: block; font-weight: 600; margin: 1rem 0 0.3rem; }
input {
  width: 100%; font: inherit; padding: 0.6rem 0.7rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--ground); color: var(--text);
}
input:focus-visible, button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; }
.answers { display: flex; gap: 0.75rem; margin-top: 1.4rem; }
button {
  flex: 1; font: inherit; font-weight: 600; padding: 0.65rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: var(--text);
}
button.allow { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
`;
