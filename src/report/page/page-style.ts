import { darkPalette, lightPalette, type Palette } from "../style/palette.ts";

const used = ["paper", "panel", "ink", "muted", "rule", "good", "attention", "bad", "series0"] as const;

function variables(palette: Palette): string {
  return used.map((role) => `--${role}:${palette[role]};`).join("");
}

/** The report's style sheet: one column that reads on a telephone, in light and dark and on paper. */
export const pageStyle = `
:root{color-scheme:light dark;${variables(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${variables(darkPalette)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1,h2,.headline{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,"Liberation Serif",serif;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);font-weight:600;margin:0 0 1.25rem;overflow-wrap:anywhere}
h2{font-size:1.4rem;font-weight:600;margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--rule)}
h3{font-size:1rem;font-weight:600;margin:1.75rem 0 .5rem;overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:46rem}
.verdict{border-left:4px solid var(--attention);background:var(--panel);padding:1rem 1.25rem}
.verdict.good{border-color:var(--good)}
.verdict.bad{border-color:var(--bad)}
.headline{font-size:1.35rem;font-weight:600;margin:0 0 .4rem;color:var(--attention)}
.good .headline{color:var(--good)}
.bad .headline{color:var(--bad)}
.note,figcaption,caption,footer{color:var(--muted);font-size:.9rem}
.verdict p{overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1rem 1.25rem;margin:1.5rem 0 0}
.facts div{display:grid;grid-template-rows:subgrid;grid-row:span 2;row-gap:0;border-top:1px solid var(--rule);padding-top:.5rem}
.facts dt{color:var(--muted);font-size:.85rem}
.facts dd{margin:0;font-size:1.25rem}
figure{margin:0 0 1.5rem}
figcaption{margin-top:.5rem;max-width:46rem}
.plot{width:100%;height:38rem}
.plot.large{max-width:54rem}

.plot.wide{height:26rem}
.plot.small{height:26rem}
.modebar-container{top:auto!important;bottom:2rem}
.pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:0 2rem}
.scroll{overflow:auto;max-height:32rem;border:1px solid var(--rule)}
.scroll:focus-visible{outline:2px solid var(--series0);outline-offset:2px}
table{border-collapse:collapse;font-size:.875rem;width:100%}
caption{text-align:left;padding:0 0 .5rem;caption-side:top}
.scroll caption{padding:.5rem .6rem}
.scroll caption span{position:sticky;left:.6rem;display:inline-block;max-width:calc(100vw - 4rem)}
th,td{padding:.35rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{position:sticky;top:0;background:var(--panel);white-space:nowrap;z-index:1}
.id{white-space:nowrap}
.number{text-align:right;white-space:nowrap}
.reason{min-width:14rem;overflow-wrap:anywhere;white-space:pre-line}
tbody tr:last-child>*{border-bottom:0}
.settings{margin:0}
.settings div{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:0 1.5rem;padding:.35rem 0;border-bottom:1px solid var(--rule);font-size:.9rem}
.settings dt{color:var(--muted)}
.settings dd{margin:0;overflow-wrap:anywhere}
footer{padding-top:2rem;padding-bottom:3rem}
noscript svg{max-width:100%;height:auto}
@media (max-width:40rem){main,header,footer{padding-left:1rem;padding-right:1rem}header{padding-top:1.5rem}.plot,.plot.small{height:27rem}.plot.wide{height:20rem}.settings div{grid-template-columns:1fr}}
@media print{
:root{color-scheme:light;${variables(lightPalette)}}
body{font-size:10pt}
table{font-size:7pt}
.reason{min-width:6rem}
th,td{padding:.2rem .3rem}
.scroll{max-height:none;overflow:visible;border:0}
thead th{position:static}
h2,h3{break-after:avoid}
figure,tr,.verdict{break-inside:avoid}
.modebar-container{display:none!important}
}
`;
