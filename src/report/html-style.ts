/** How the page looks, in light and in dark, on a screen and on paper. Colours keep a contrast of 4.5 (WCAG 2.2, 1.4.3). */
export const style = `:root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --ground: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --critical: #a40e26; --high: #b8320f; --medium: #8a5a00; --low: #0a5cad; --info: #59636e; --unknown: #6639ba; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --faint: #9aa4af; --ground: #0d1117; --panel: #161b22; --line: #3d444d;
  --critical: #ff8c94; --high: #ff9d76; --medium: #e3b341; --low: #79c0ff; --info: #9aa4af; --unknown: #c297ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--text); background: var(--ground); font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: .35rem 0; }
code, pre { font: 13px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
pre { margin: .5rem 0; padding: .5rem .75rem; overflow-x: auto; background: var(--panel); border-radius: 6px; white-space: pre; }
.summary, .where, .place, footer { color: var(--faint); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .1rem .7rem; border: 1px solid currentColor; border-radius: 1rem; }
article { margin: 0 0 1rem; padding: .75rem 1rem; border: 1px solid var(--line); border-left: 4px solid currentColor; border-radius: 6px; }
article > * { color: var(--text); }
article > .where { color: var(--faint); }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .info { color: var(--info); } .unknown { color: var(--unknown); }
.critical .gravity { color: var(--critical); } .high .gravity { color: var(--high); } .medium .gravity { color: var(--medium); }
.low .gravity { color: var(--low); } .info .gravity { color: var(--info); } .unknown .gravity { color: var(--unknown); }
.rule { margin-left: .5rem; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tr.exposed .verdict { color: var(--high); } tr.unknown, tr.unknown td { color: inherit; } tr.unknown .verdict { color: var(--unknown); }
tr.safe .verdict { color: var(--faint); }
`;
