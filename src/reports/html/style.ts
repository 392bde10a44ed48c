// The style sheet of the HTML report: system fonts, light and dark, readable on a phone and on paper. No image, no font, no URL.
// Contrast of every pair of colours is at least 4.5 to 1 (WCAG 2.1, 1.4.3); severities are words in a badge, never colour alone.

/** The whole style sheet, for one `style` element. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --muted: #545d68; --line: #d0d7de; --link: #0550ae;
  --critical: #a40e26; --high: #b3350b; --medium: #7d4e00; --low: #0b5c8a; --info: #505a65; --good: #116329; --warn: #7d4e00; }
@media (prefers-color-scheme: dark) { :root { --bg: #0f1318; --panel: #181e25; --text: #e6e9ed; --muted: #a3adb8; --line: #36404b; --link: #79b8ff;
  --critical: #ff9aa5; --high: #ffab85; --medium: #f0c36a; --low: #8cc8f5; --info: #b3bcc6; --good: #7ee2a0; --warn: #f0c36a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.page { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1, h2, h3 { line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1.05rem; margin-top: 1.25rem; }
p, ul, ol, dl { margin: .5rem 0; } ul, ol { padding-left: 1.4rem; } a { color: var(--link); overflow-wrap: anywhere; }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.brand { color: var(--muted); font-size: .875rem; margin: 0 0 .75rem; }
.verdict { border: 1px solid var(--line); border-left: .5rem solid var(--info); border-radius: .375rem; padding: 1rem 1.25rem; background: var(--panel); }
.verdict h1 { margin: 0; } .verdict strong { white-space: nowrap; } .verdict p { margin: .375rem 0 0; }
.verdict.clean { border-left-color: var(--good); } .verdict.clean h1 { color: var(--good); }
.verdict.findings { border-left-color: var(--critical); } .verdict.findings h1 { color: var(--critical); }
.verdict.incomplete { border-left-color: var(--warn); } .verdict.incomplete h1 { color: var(--warn); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .4rem; font-size: .75rem; font-weight: 700;
  text-transform: uppercase; letter-spacing: .03em; vertical-align: .1em; white-space: nowrap; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .info { color: var(--info); }
.read { color: var(--good); } .partial, .unreadable, .open { color: var(--critical); } .closed { color: var(--info); } .skipped, .absent { color: var(--info); }
.muted { color: var(--muted); } .group { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1.25rem; } .group h3:first-of-type { margin-top: 0; }
.group > h3 { font-size: 1.15rem; } article { border: 1px solid var(--line); border-radius: .375rem; padding: .75rem 1rem; margin: .75rem 0; }
article h3, article h4 { margin: 0 0 .5rem; font-size: 1rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: .25rem 1rem; align-items: baseline; } dt { color: var(--muted); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
dd > span, dd > code { display: block; } dd > code + span { font-size: .875rem; margin-bottom: .25rem; }
.steps { background: var(--panel); border-radius: .375rem; padding: .75rem 1rem; } .steps h4 { margin: 0; font-size: 1rem; }
.change { border-left: .25rem solid var(--line); padding: .125rem 0 .125rem .875rem; margin: .75rem 0; } .change p { margin: .125rem 0; overflow-wrap: anywhere; } .change .badge { margin-right: .25rem; } article .change:first-of-type { margin-top: .25rem; }
.side { display: inline-block; min-width: 2.5rem; color: var(--muted); } .added { color: var(--good); } .removed { color: var(--critical); } .gone td { color: var(--muted); }
.sides th[scope="row"] { color: var(--muted); font-weight: 400; } .sides td { width: 45%; min-width: 8rem; } .behaviors td:first-child { min-width: 0; } .behaviors td:nth-child(2) { min-width: 14rem; }
article > .change:last-child { margin-bottom: .25rem; }
details.patch { margin: .125rem 0; } .patch pre { margin: 0; padding: .5rem .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: .375rem; overflow-x: auto; font: .8125rem/1.45 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; tab-size: 4; }
.patch .hunk { color: var(--link); } .patch .file { font-weight: 700; } .patch .note { color: var(--muted); font-style: italic; }
.warning { color: var(--critical); font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--muted); padding-bottom: .25rem; } th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
th { white-space: nowrap; } td { overflow-wrap: anywhere; min-width: 6rem; } td:has(> .badge) { min-width: 0; white-space: nowrap; }
.where { min-width: 9rem; }
.number, td.number { text-align: right; font-variant-numeric: tabular-nums; min-width: 0; }
summary { cursor: pointer; font-weight: 600; padding: .375rem 0; } details { margin: .5rem 0; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dt { margin-top: .375rem; font-size: .875rem; } .page { padding: 1rem .75rem 2rem; } article { padding: .75rem; } }
@media print { :root { --bg: #fff; --panel: #fff; --text: #000; --muted: #333; --line: #999; --link: #000; --critical: #000; --high: #000; --medium: #000; --low: #000; --info: #000; --good: #000; --warn: #000; }
  details::details-content { content-visibility: visible; height: auto; } body { font-size: 10.5pt; } .page { max-width: none; padding: 0; } article, .verdict, tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } }
`.replace(/\n\s*/g, '\n').trim();
