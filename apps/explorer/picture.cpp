// The picture of a chart, as the reports have theirs.

#include "answers.h"
#include "etude/report/figure.h"

namespace etude::explorer {
namespace {

report::Axis axis_of(const Request& figure, std::string_view name) {
  const Json* axis = figure.find(name);
  if (!axis) return {};
  const Request asked(*axis);
  return {asked.text("label"), asked.is("log")};
}

Result<report::Line> line_of(const Request& asked) {
  report::Line line;
  line.name = asked.text("name");
  line.x = asked.numbers("x");
  line.y = asked.numbers("y");
  line.low = asked.numbers("low");
  line.high = asked.numbers("high");
  const std::size_t n = line.x.size();
  const bool fits =
      line.y.size() == n && line.low.size() == line.high.size() && (line.low.empty() || line.low.size() == n);
  if (!fits) return refuse("a line needs as many y as x, and low and high as many or none");
  return line;
}

}  // namespace

Answer draw(Memory&, Request& request) {
  const Json* json = request.find("figure");
  if (!json) return refuse("svg needs a \"figure\"");
  const Request asked(*json);
  report::Figure figure{.title = asked.text("title"), .x = axis_of(asked, "x"), .y = axis_of(asked, "y")};
  for (const Json& each : asked.list("lines")) {
    auto line = line_of(Request(each));
    if (!line) return pass_on(line.error());
    figure.lines.push_back(*std::move(line));
  }
  if (const Json* mark = asked.find("marked_x")) figure.marked_x = mark->number();
  figure.mark_label = asked.text("mark_label");
  return Json::Object{{"svg", report::draw_svg(figure)}};
}

}  // namespace etude::explorer
