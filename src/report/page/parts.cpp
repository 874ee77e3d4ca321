// Each part is its text between two tags.

#include "report/page/parts.h"

#include "report/drawing/svg_style.h"
#include "report/page/style.h"
#include "report/text.h"

namespace etude::report::html {

std::string element(std::string_view tag, const std::string& content, std::string_view kind) {
  std::string out = "<" + std::string(tag);
  if (!kind.empty()) out.append(" class=\"").append(kind).append("\"");
  return out.append(">").append(content).append("</").append(tag).append(">\n");
}

std::string section(const std::string& name, const std::string& content) {
  return "<section>\n" + element("h2", name) + content + "</section>\n";
}

std::string notes(const std::vector<std::string>& lines) {
  std::string items;
  for (const std::string& line : lines) items += element("li", escaped(line));
  return items.empty() ? "" : element("ul", items, "notes");
}

std::string scrolled(const std::string& label, const std::string& table) {
  return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + escaped(label) + "\">\n" + table +
         "</div>\n";
}

std::string head(const std::vector<Column>& columns) {
  std::string cells;
  for (const Column& column : columns) {
    cells += std::string("<th scope=\"col\"") + (column.is_text ? " class=\"text\"" : "") + ">" +
             escaped(column.title) + "</th>\n";
  }
  return element("thead", element("tr", cells));
}

std::string table(const std::string& label, const Table& table) {
  std::string rows;
  for (const auto& row : table.rows) {
    std::string cells = "<th scope=\"row\">" + escaped(row[0]) + "</th>\n";
    for (std::size_t i = 1; i < row.size(); ++i)
      cells += element("td", escaped(row[i]), table.columns[i].is_text ? "text" : "");
    rows += element("tr", cells);
  }
  return scrolled(label, element("table", head(table.columns) + element("tbody", rows)));
}

std::string copyable(const std::string& text) { return element("pre", "<code>" + escaped(text) + "</code>", "copy"); }

std::string whole_page(const std::string& title, const std::string& content, const std::string& version) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n" +
         element("title", escaped(title)) + element("style", page_style_sheet()) + "</head>\n<body>\n<main>\n" +
         content +
         element("footer", "Made by etude" + (version.empty() ? "" : " " + escaped(version)) +
                               ". The same command gives the same bytes.") +
         "</main>\n</body>\n</html>\n";
}

}  // namespace etude::report::html
