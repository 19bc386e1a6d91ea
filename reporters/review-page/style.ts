/** What only the page of a review has, in the colours of every page. */
export const REVIEW_PAGE_STYLE = `.verdict{margin:24px 0 0;padding:16px 20px;border-radius:10px;border:1px solid var(--line);border-left:8px solid var(--good);background:var(--good-ground)}
.verdict.deny{border-left-color:var(--bad);background:var(--bad-ground)}
.verdict h1{margin:0 0 8px}.verdict .word{color:var(--good)}.verdict.deny .word{color:var(--bad)}.verdict .counts{font-weight:500}
.product{margin:0;font-size:13px;font-weight:600}
.verdict p,.verdict ul{margin:0 0 10px}.reasons{padding:0;list-style:none}.reasons li{margin:3px 0}.reasons a{font-weight:600}.verdict a,.verdict .soft{color:inherit}
.verdict .tier{background:var(--ground)}
.facts{display:grid;gap:2px 16px;margin:0;font-size:13px}.facts div{display:flex;gap:8px}.facts dt{flex:0 0 62px;font-weight:600}.facts dd{margin:0;overflow-wrap:anywhere}
nav{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--line);z-index:1}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0;padding:10px 0;list-style:none}
h2,h3,article,tr{scroll-margin-top:56px}
.quiet{font-weight:500;color:var(--soft);font-size:14px;margin:0 0 4px}
.names{list-style:none;margin:0;padding:0}td .held{list-style:none;padding:0;margin:0;color:inherit}.held li{margin:2px 0}
.changes th[scope=row],.reach th[scope=row]{width:26%;min-width:12em;font-weight:600}
details .names{columns:14em;font-weight:400}
.rows{max-height:60vh}.reach p{margin:0 0 4px}.found{background:var(--found)}.as-text{margin:8px 0}summary{padding:4px 0}
.breaks{font-weight:600;color:var(--bad)}.new{border-radius:4px;padding:0 6px;background:var(--good-ground);color:var(--good);font-weight:600}
.filters{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:8px 0;padding:10px 12px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
.filters[hidden],[hidden]{display:none}.filters p{margin:0}
.filters label{display:flex;gap:6px;align-items:center}
input,select,button{font:inherit;color:var(--text);background:var(--ground);border:1px solid var(--soft);border-radius:6px;padding:4px 8px;max-width:100%}
button{cursor:pointer;min-width:34px;min-height:32px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:0;padding:0;list-style:none;font-size:13px}.legend li{display:flex;align-items:center;gap:6px}
.above{display:flex;gap:6px 16px;align-items:flex-end;justify-content:space-between;margin:0 0 6px}.zoom{display:flex;flex:none;gap:4px;margin-left:auto}.small{font-size:13px;margin:6px 0}.zoom[hidden]{display:none}
.figure.live{overflow:hidden;touch-action:pan-y;cursor:grab}.figure.live:active{cursor:grabbing}.figure.live svg{width:100%;height:100%;user-select:none}
.rg-drawing .off{display:none}.picked [data-box]:not(.on),.picked [data-arrow]:not(.on),.picked [data-of]:not(.on){opacity:.14}
.finding{border:1px solid var(--line);border-left:6px solid var(--soft);border-radius:8px;padding:10px 14px;margin:10px 0;content-visibility:auto;contain-intrinsic-size:auto 220px}
.finding.error{border-left-color:var(--bad)}.finding.warning{border-left-color:var(--warn)}
.finding:target,tr:target{outline:3px solid var(--link)}
.badge{border-radius:4px;padding:1px 7px;font-size:13px;border:1px solid var(--soft);color:var(--soft);background:var(--panel)}
.error .badge,.badge.error{background:var(--bad-ground);color:var(--bad);border-color:var(--bad)}.warning .badge,.badge.warning{background:var(--warn-ground);color:var(--warn);border-color:var(--warn)}
.self{color:var(--soft);padding:0 4px}
.finding dl{display:grid;grid-template-columns:70px minmax(0,1fr);gap:4px 12px;margin:8px 0 0}.finding dt{color:var(--soft)}.finding dd{margin:0;overflow-wrap:anywhere}
.path{display:flex;flex-wrap:wrap;gap:4px;list-style:none;margin:0 0 4px;padding:0}.path li{border:1px solid var(--line);border-radius:6px;padding:0 8px;background:var(--panel);overflow-wrap:anywhere;min-width:0}
.path li+li::before{content:"→ ";color:var(--soft)}.by{color:var(--soft)}.show{font-size:13px}
.brief{margin:12px 0}.rule p{margin:4px 0}.reference{overflow-wrap:anywhere}
footer{margin-top:40px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media (max-width:700px){.finding dl,.facts div{display:block}.finding dt,.facts dt{margin-top:6px;font-weight:600}nav{position:static}.above{flex-wrap:wrap}.wide{min-width:620px}}
@media print{nav,.filters,.zoom,.show,.self{display:none}.figure.live svg{width:100%;height:auto}.rows{max-height:none}.finding{content-visibility:visible;break-inside:avoid}details::details-content{content-visibility:visible;display:block;height:auto}.figure.live{height:auto!important}}`;
