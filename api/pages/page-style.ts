/** One stylesheet for every page; small enough to travel with it. Follows the reader's choice of light or dark. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #2a6f97; --good: #2d7d46; --bad: #b3261e; --wait: #8a6100; }
@media (prefers-color-scheme: dark) { :root { --accent: #7cc0e8; --good: #7bd394; --bad: #ff8a80; --wait: #f2c14e; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
header { padding: .75rem 1rem; border-bottom: 1px solid var(--line); } header a { font-weight: 700; text-decoration: none; }
header, main { max-width: 64rem; margin: 0 auto; } main { padding: 0 1rem 3rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); } .aside { opacity: .75; font-size: .9rem; } ul { padding-left: 1.2rem; }
.badge { display: inline-block; padding: .05rem .6rem; border: 1px solid; border-radius: 1rem; font-weight: 600; font-size: .9rem; }
.completed { color: var(--good); } .failed, .expired { color: var(--bad); } .queued, .running, .cancelled { color: var(--wait); }
.error { border-left: 4px solid var(--bad); background: var(--soft); padding: .5rem .75rem; overflow-wrap: anywhere; white-space: pre-wrap; }
progress { width: 100%; height: 1rem; margin: .75rem 0 0; accent-color: var(--accent); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; } tbody tr:hover { background: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { overflow-x: auto; padding: .75rem; background: var(--soft); border: 1px solid var(--line); border-radius: .25rem; font-size: .8rem; line-height: 1.4; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 0; } dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
code { font-size: .85em; overflow-wrap: anywhere; } summary { cursor: pointer; }
`;
