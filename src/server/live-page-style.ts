/** What the live page adds to the report's style: a board that fills a wide screen and is one column on a telephone. */
export const livePageStyle = `
main,header{max-width:118rem}
header.bar{display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:flex-end;justify-content:space-between;padding-top:1.25rem;padding-bottom:.75rem}
header h1{margin:0;font-size:clamp(1.4rem,1.1rem + 1.4vw,2rem)}
.title{min-width:0;flex:1 1 24rem}
.crumb{margin:0;font-size:.9rem}
a{color:var(--series0)}
.standing{margin:.35rem 0 0;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap;font-weight:600}
#reason{margin:.15rem 0 0;max-width:70rem;overflow-wrap:anywhere}
.pill{font-size:.85rem;font-weight:600;padding:.1rem .65rem;border:1.5px solid currentColor;border-radius:1rem;color:var(--muted)}
.pill[data-phase=running]{color:var(--good)}
.pill[data-phase=running]::before{content:"";display:inline-block;width:.55em;height:.55em;border-radius:50%;background:currentColor;margin-right:.45em}
.pill[data-phase=paused]{color:var(--attention)}
.pill[data-phase=gone]{color:var(--bad)}
.controls{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center}
.controls form{display:flex;gap:.4rem;align-items:center;margin:0}
button,input{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--muted);border-radius:.4rem;padding:.35rem .8rem;min-height:2.4rem}
button{cursor:pointer}
button:hover:enabled{border-color:var(--ink)}
button:disabled,input:disabled{opacity:.45;cursor:default}
button.small{white-space:nowrap;min-height:0;padding:.1rem .55rem;font-size:.8rem}
input[type=number]{width:6rem}
:is(button,input,a,.scroll,section):focus-visible{outline:2px solid var(--series0);outline-offset:2px}
.notice{max-width:118rem;margin:.25rem auto;padding:0 1.25rem;color:var(--muted);font-size:.9rem}
#answer{min-height:1.4em;color:var(--ink)}
#answer.bad{color:var(--bad)}
.progress{height:.35rem;background:var(--rule);border-radius:.2rem;overflow:hidden}
.progress div{height:100%;width:0;background:var(--series0);transition:width .4s}
.facts{grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));margin:.9rem 0 0}
.facts dd{font-size:1.5rem;line-height:1.2}
.facts .note{font-size:.8rem;line-height:1.3;display:block}
.board{display:grid;gap:0 2rem;grid-template-columns:minmax(0,1fr)}
.board h2{font-size:1.1rem;margin:1.5rem 0 .5rem;padding-top:.6rem}
.board h3{margin:.75rem 0 .25rem;font-size:.9rem}
.board figure{margin:0 0 .5rem}
.board figcaption{font-size:.8rem;margin-top:.25rem}
.contour .plot{height:34rem}
.contour .plot.open{cursor:crosshair}
.contour .plot.open .nsewdrag{cursor:crosshair}
.side .plot{height:18rem}
.side figcaption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.maps .plot{height:21rem}
.pairs{grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr))}
.scroll.flat{max-height:none;border:0}
.side .scroll:not(.flat){max-height:14rem}
.troubles .scroll,.log .scroll{max-height:18rem}
.empty{padding:2rem 0}
.maps:not(:has(figure)),.troubles:not(:has(tbody tr)){display:none}
td.id,th.id{font-family:ui-monospace,"Liberation Mono",monospace;font-size:.8rem;font-weight:400}
.within{color:var(--good)}
.count{font-weight:400;color:var(--muted)}
ol.scroll{list-style:none;margin:0;padding:.35rem .6rem;font-size:.85rem;line-height:1.5}
ol.scroll li{display:grid;grid-template-columns:5.2rem 1fr;gap:.6rem;overflow-wrap:anywhere}
ol.scroll time{color:var(--muted)}
ol.scroll li.trouble{color:var(--attention)}
ol.scroll li.person{color:var(--series0)}
dialog{color:inherit;background:var(--paper);border:1px solid var(--muted);border-radius:.6rem;max-width:min(32rem,calc(100vw - 2rem));padding:1.25rem}
dialog::backdrop{background:rgba(0,0,0,.45)}
dialog h2{margin:0 0 .25rem;border:0;padding:0;font-size:1.2rem;overflow-wrap:anywhere}
dialog label{display:grid;gap:.2rem;margin:.6rem 0;font-size:.9rem;color:var(--muted)}
dialog label input[type],dialog label input{width:100%;color:var(--ink)}
.row{display:flex;flex-wrap:wrap;gap:.6rem;margin-top:1rem}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:absolute;left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:9}
@media (min-width:70rem){.board{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.maps,.troubles,.log{grid-column:auto}.maps{grid-column:1/-1}.contour .plot{height:44rem}}
@media (min-width:100rem){.pairs{grid-template-columns:repeat(auto-fit,minmax(26rem,1fr))}}
@media (max-width:40rem){.notice{padding:0 1rem}.contour .plot{height:25rem}.facts{grid-template-columns:1fr 1fr}.facts dd{font-size:1.25rem}ol.scroll li{grid-template-columns:4.6rem 1fr}}
@media (prefers-reduced-motion:reduce){.progress div{transition:none}}
`;
