// The look of the pages, light and dark, from a phone's width up.

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14161a);
  --raised: light-dark(#f5f6f8, #1d2026);
  --line: light-dark(#dfe2e7, #30353e);
  --text: light-dark(#1b1f26, #e4e7ec);
  --quiet: light-dark(#59616e, #9aa3b2);
  --link: light-dark(#1450b8, #8ab4ff);
  --get: light-dark(#0b6b3a, #6fd39b);
  --post: light-dark(#1450b8, #8ab4ff);
  --put: light-dark(#8a5300, #f0b860);
  --delete: light-dark(#a8201a, #ff9089);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
header {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; align-items: baseline;
  padding: 0.7rem 1.25rem; background: var(--ground); border-bottom: 1px solid var(--line);
}
.brand { font-weight: 700; color: var(--text); margin-right: auto; }
.columns { display: block; max-width: 82rem; margin: 0 auto; }
nav { padding: 1rem 1.25rem; font-size: 0.9rem; border-bottom: 1px solid var(--line); max-height: 40vh; overflow: auto; }
nav ul { list-style: none; margin: 0 0 0.8rem; padding: 0; }
nav li { padding: 0.12rem 0; }
nav .tag { display: block; font-weight: 600; color: var(--text); margin-top: 0.4rem; }
main { padding: 0.5rem 1.25rem 6rem; min-width: 0; }
@media (min-width: 62rem) {
  .columns { display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
  nav { position: sticky; top: 3.1rem; max-height: calc(100vh - 3.1rem); border: 0; border-right: 1px solid var(--line); }
  main { padding: 0.5rem 2.5rem 6rem; }
}
h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 0.5rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 0.3rem; overflow-wrap: anywhere; }
h4 { font-size: 0.8rem; margin: 1.3rem 0 0.4rem; color: var(--quiet); text-transform: uppercase; letter-spacing: 0.06em; }
p, li { max-width: 46rem; }
p { margin: 0.5rem 0; }
code, pre { font-family: var(--mono); font-size: 0.86em; }
code { overflow-wrap: anywhere; }
p code, li code, td code { background: var(--raised); border-radius: 4px; padding: 0.1em 0.3em; }
pre {
  background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem; margin: 0.5rem 0;
  overflow-x: auto; line-height: 1.45;
}
pre code { font-size: 1em; overflow-wrap: normal; }
article { border-top: 1px solid var(--line); padding: 0.4rem 0 1.6rem; }
.call { display: flex; flex-wrap: wrap; gap: 0.2rem 0.7rem; align-items: baseline; font-family: var(--mono); margin: 0.3rem 0; }
.call .path { overflow-wrap: anywhere; font-size: 0.92rem; }
.method { font: 700 0.75rem var(--mono); }
.get { color: var(--get); } .post { color: var(--post); } .put, .patch { color: var(--put); } .delete { color: var(--delete); }
.needs { color: var(--quiet); font-size: 0.9rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); }
td:first-child { width: 16rem; overflow-wrap: anywhere; }
.kind { color: var(--quiet); font-size: 0.9em; }
.mark { color: var(--quiet); font-size: 0.8em; margin-left: 0.3rem; }
.must { color: var(--delete); }
td p { margin: 0; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.92rem; }
@media (max-width: 40rem) {
  header { gap: 0.25rem 0.8rem; font-size: 0.88rem; }
  table, tbody, tr, td { display: block; width: 100%; }
  tr { border-bottom: 1px solid var(--line); padding: 0.4rem 0; }
  td, td:first-child { border: 0; padding: 0.05rem 0; width: 100%; }
}
`;
