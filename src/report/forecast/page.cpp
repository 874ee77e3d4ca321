// A forecast as a page: what the terminal shows, in the parts of which all pages are made.

#include "etude/report/forecast.h"
#include "report/drawing/marks.h"
#include "report/drawing/svg_style.h"
#include "report/page/parts.h"

namespace etude::report {
namespace {

constexpr SvgStyle forecast_wide{.width = 900, .height = 440, .is_inlined = true};
constexpr SvgStyle forecast_narrow{.width = 340, .height = 320, .is_inlined = true};

std::string titled(const TitledTable& part) {
  return html::section(escaped(part.title), html::table(part.title, part.table) + html::notes(part.table.notes));
}

std::string key_of(const Figure& figure) {
  std::string names;
  for (std::size_t i = 0; i < figure.lines.size(); ++i) {
    names += html::element("li", html::element("b", std::string(1, letter(i))) + " " +
                                     html::element("span", escaped(figure.lines[i].name)));
  }
  return figure.lines.size() > 1 ? html::element("ul", names, "key") : "";
}

std::string drawn(const Figure& figure) {
  if (figure.lines.empty()) return "";
  return html::section(
      escaped(figure.title),
      html::element("figure", html::element("div", draw_svg(figure, forecast_wide), "wide") +
                                  html::element("div", draw_svg(figure, forecast_narrow), "narrow") + key_of(figure) +
                                  html::element("figcaption", escaped(figure.band_label))));
}

}  // namespace

std::string forecast_html(const ForecastPage& page) {
  std::string content = "<header>\n" + html::element("h1", escaped(page.title));
  for (const std::string& finding : page.findings) content += html::element("p", escaped(finding), "finding");
  content += "</header>\n";
  for (const TitledTable& table : page.tables) content += titled(table);
  content += drawn(forecast_figure(page.curves)) + drawn(residual_figure(page.curves));
  if (!page.warnings.empty()) content += html::section("Warnings", html::notes(page.warnings));
  if (!page.command.empty()) content += html::section("The command that made this page", html::copyable(page.command));
  return html::whole_page(page.title, content, page.version);
}

}  // namespace etude::report
