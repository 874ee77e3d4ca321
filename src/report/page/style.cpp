#include "report/page/style.h"

#include <string_view>

#include "report/drawing/svg_style.h"

namespace etude::report {
namespace {

constexpr std::string_view kColours = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1d2630;--quiet:#5a6572;--line:#e1e5ea;--wash:#f5f7f9;--accent:#2456d3}
@media (prefers-color-scheme:dark){
:root{--paper:#14171c;--ink:#e4e8ed;--quiet:#9ca6b2;--line:#2b313a;--wash:#1b1f26;--accent:#6f9bff}}
)css";

constexpr std::string_view kText = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:68rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.05rem;font-weight:600;color:var(--quiet);margin:0 0 .4rem;overflow-wrap:anywhere}
.finding{font-size:1.6rem;line-height:1.3;font-weight:600;letter-spacing:-.01em;margin:0 0 .8rem;text-wrap:balance;
overflow-wrap:anywhere}
.facts{color:var(--quiet);margin:0}
h2{font-size:1.2rem;margin:3rem 0 .6rem;letter-spacing:-.005em}
h3{font-size:1rem;margin:1.6rem 0 .4rem}
p{max-width:46rem;margin:.5rem 0}
.notes{color:var(--quiet);font-size:.875rem;padding:0;margin:.8rem 0 0;list-style:none;max-width:52rem}
.notes li{margin:.3rem 0;overflow-wrap:anywhere}
code,pre{font:.85rem/1.5 ui-monospace,'SF Mono',Menlo,Consolas,monospace}
pre,.copy{background:var(--wash);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;margin:.5rem 0;
white-space:pre-wrap;overflow-wrap:anywhere}
.copy code{user-select:all;-webkit-user-select:all}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
)css";

constexpr std::string_view kTables = R"css(
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}
th,td{padding:.4rem .5rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
thead th{color:var(--quiet);font-weight:500;font-size:.8rem;vertical-align:bottom}
tbody tr:last-child td,tbody tr:last-child th{border-bottom:0}
th.text,td.text{text-align:left}
td.wide{white-space:normal}
tbody th{text-align:left;font-weight:500;white-space:normal;min-width:11rem;max-width:20rem;overflow-wrap:anywhere}
tr.control th{font-weight:400;color:var(--quiet);padding-left:2.1rem}
tr.control td{color:var(--quiet)}
tr.best th,tr.best td{background:var(--wash)}
tr.best th{font-weight:700}
td.picture,th.picture{text-align:left;padding-top:.15rem;padding-bottom:.15rem}
td svg{display:block}
.etude .mark{fill:currentColor;fill-opacity:.35}
.etude .tick{fill:none;stroke:var(--ink);stroke-width:2}
.etude .whisker{fill:none;stroke:var(--ink);stroke-width:1.6}
.etude .middle{fill:var(--ink)}
.etude .thumb{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round}
tr.control .thumb{stroke-dasharray:3 3}
tbody th:has(.letter){position:relative;padding-left:2.1rem}
.letter{position:absolute;left:.6rem;font-weight:700;color:var(--quiet)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.4rem;margin:.6rem 0}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
dl.specs{display:block}
.specs dt{margin-top:.9rem;color:var(--ink);font-weight:500;overflow-wrap:anywhere}
)css";

constexpr std::string_view kFigures = R"css(
figure{margin:1rem 0 1.6rem}
figure svg{display:block;width:100%;height:auto}
figcaption{font-size:.875rem;color:var(--quiet);margin-top:.2rem;max-width:52rem}
.narrow{display:none}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:.5rem 0 0;padding:0;font-size:.85rem}
.key li{display:flex;align-items:center;gap:.4rem;min-width:0;overflow-wrap:anywhere}
.key svg{width:28px;height:10px;flex:none}
.key b{color:var(--quiet)}
@media (max-width:640px){
main{padding:1.5rem 1rem 3rem}
.finding{font-size:1.3rem}
h2{margin-top:2.2rem}
.wide{display:none}
.narrow{display:block}
th,td{padding:.35rem .45rem}
tbody th{min-width:8.5rem}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:.5rem}}
@media print{
body{font-size:11pt}
main{max-width:none;padding:0}
h2{break-after:avoid;margin-top:1.6rem}
.scroll{overflow:visible}
table{font-size:7.5pt}
th,td{padding:.2rem .3rem}
tbody th{min-width:0}
figure,tr,pre,.specs div{break-inside:avoid}}
)css";

// The book of claims. A verdict is told by its mark as by its colour.
constexpr std::string_view kBook = R"css(
:root{--supported:#16987a;--refuted:#d9480f;--depends:#7c62f0;--open:#6b7280;--source:#2456d3}
@media (prefers-color-scheme:dark){
:root{--supported:#4fdfb1;--refuted:#ff8552;--depends:#b9a8ff;--open:#a3abb6;--source:#6f9bff}}
.supported{--of:var(--supported);--mark:'\25cf'}
.refuted{--of:var(--refuted);--mark:'\2715'}
.depends{--of:var(--depends);--mark:'\25d0'}
.not-detected,.no-verdict{--of:var(--open);--mark:'\25cb'}
.source{--of:var(--source);--mark:'\00a7'}
h1.finding{color:inherit}
.tag{display:inline-block;padding-left:1.5em;text-indent:-1.5em}
.tag::before{content:var(--mark);color:var(--of);font-weight:700;display:inline-block;width:1.2em;text-align:center;
margin-right:.3em;text-indent:0}
.tally{display:flex;gap:2px;height:.8rem;margin:1rem 0 .2rem}
.tally span{background:var(--of);flex-basis:0;min-width:3px;border-radius:2px}
header .key{margin-bottom:1.2rem}
.claim{border-top:1px solid var(--line);margin-top:2.5rem;scroll-margin-top:.5rem}
.claim h2{margin-top:1.4rem;display:flex;gap:.8rem;align-items:baseline}
.claim h2 .tag{font-weight:500;font-size:1rem;flex:1}
.up{text-decoration:none;padding:0 .4rem}
.statement{font-size:1.15rem;font-weight:600;line-height:1.4;text-wrap:balance;margin:0 0 .1rem}
.verdicts td.text{white-space:normal}
.claim td.text:nth-child(2),.claim td.text:last-child{white-space:normal;min-width:8rem}
.verdicts tbody th{min-width:3.5rem;width:4rem;font-variant-numeric:tabular-nums}
.verdicts td.text:not(.claimed){width:15rem}
.verdicts td.seeds:not(.claimed){width:9rem;color:var(--quiet)}
@media (max-width:640px){
.verdicts thead{display:none}
.verdicts tr{display:grid;grid-template-columns:3.2rem 1fr;padding:.5rem 0;border-bottom:1px solid var(--line)}
.verdicts tbody th,.verdicts td.text,.verdicts td.text:not(.claimed){border:0;padding:.1rem 0;min-width:0;width:auto}
.verdicts td.claimed,.verdicts td.seeds:not(.claimed){grid-column:1/3}
.verdicts td.seeds::before{content:'by seeds: ';color:var(--quiet)}}
)css";

}  // namespace

std::string page_style_sheet() {
  std::string out(kColours);
  out.append(kText).append(kTables).append(style_sheet()).append(kFigures).append(kBook);
  return out;
}

}  // namespace etude::report
