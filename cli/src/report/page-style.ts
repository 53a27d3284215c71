/** Style sheet of the report: light and dark, readable on paper. */
export const pageStyle = `
:root { --paper: #ffffff; --ink: #1f2328; --muted: #646b76; --line: #dfe3e8; --card: #f6f8fa; --warn: #9a3412; --plot-background: transparent;
  --series-0: #0072b2; --series-1: #d55e00; --series-2: #009e73; --series-3: #b5548a; --series-4: #b87500; --series-5: #2f8fc4; --series-6: #767676; --series-7: #111111; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0f1317; --ink: #e6e9ed; --muted: #98a2ae; --line: #2a3138; --card: #171d23; --warn: #fdba74;
    --series-0: #56a8e0; --series-1: #f08a4b; --series-2: #3fcf9f; --series-3: #e29ac4; --series-4: #f2bb4d; --series-5: #8fd0f5; --series-6: #a8a8a8; --series-7: #f5f5f5; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 24px 20px 8px; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 8px 0; }
h2 { font-size: 1.15rem; margin: 40px 0 8px; }
.lead { color: var(--muted); margin: 0 0 20px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; display: grid; gap: 2px; }
.card span { color: var(--muted); font-size: 0.82rem; }
.card strong { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
figure { margin: 0 0 12px; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { color: var(--muted); font-size: 0.88rem; margin-top: 8px; }
.table { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 0.88rem; min-width: 100%; }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--muted); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details summary { cursor: pointer; color: var(--muted); font-size: 0.9rem; }
.warning { color: var(--warn); }
footer { max-width: 860px; margin: 24px auto 40px; padding: 12px 20px 0; color: var(--muted); font-size: 0.82rem; }
@media print { details > * { display: block; } section { break-inside: avoid; } }
`;
