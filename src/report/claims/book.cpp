// The book of claims: one page, or Markdown. Idea: the table of verdicts first, then each claim with all that its verdict
// stands on and the command that runs it again.

#include <algorithm>

#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/drawing/svg_style.h"
#include "report/page/style.h"
#include "report/text.h"

namespace etude::report {
namespace {

std::string tagged(const std::string& tag, const std::string& content, const std::string& kind = "") {
  return "<" + tag + (kind.empty() ? "" : " class=\"" + kind + "\"") + ">" + content + "</" + tag + ">\n";
}

std::string command_of(const ClaimResult& result) {
  return "etude claims " + result.id + (result.effort.empty() ? "" : " --" + result.effort);
}

/// "12 supported, 3 refuted ...".
std::string counts_of(const std::vector<ClaimResult>& results) {
  std::string text;
  for (const Verdict verdict : {Verdict::supported, Verdict::refuted, Verdict::depends, Verdict::not_detected,
                                Verdict::source, Verdict::none}) {
    const auto count = std::count_if(results.begin(), results.end(),
                                     [&](const ClaimResult& result) { return result.ruling == verdict; });
    if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(name_of(verdict));
  }
  return counted(results.size(), "claim") + ": " + text;
}

// The page

std::string cell(const Column& column, const std::string& text, const std::string& tag) {
  return "<" + tag + (column.is_text ? " class=\"text\"" : "") + ">" + text + "</" + tag + ">";
}

std::string html_table(const Table& table, const std::string& label) {
  std::string head, body;
  for (const Column& column : table.columns) head += cell(column, escaped(column.title), "th");
  for (const auto& row : table.rows) {
    std::string cells;
    for (std::size_t i = 0; i < row.size(); ++i)
      cells += i == 0 ? tagged("th", escaped(row[i])) : cell(table.columns[i], escaped(row[i]), "td");
    body += tagged("tr", cells);
  }
  return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + escaped(label) + "\">\n" +
         tagged("table", tagged("thead", tagged("tr", head)) + tagged("tbody", body)) + "</div>\n";
}

std::string verdicts_in_html(const std::vector<ClaimResult>& results) {
  std::string body;
  for (const ClaimResult& result : results)
    body += tagged("tr", "<th><a href=\"#" + escaped(result.id) + "\">" + escaped(result.id) +
                             "</a></th><td class=\"text\">" + escaped(result.verdict()) +
                             "</td><td class=\"text wide-text\">" + escaped(result.statement) + "</td>");
  return "<div class=\"scroll\">\n" +
         tagged("table", tagged("thead", tagged("tr",
                                                "<th>Claim</th><th class=\"text\">Verdict</th>"
                                                "<th class=\"text\">What is claimed</th>")) +
                             tagged("tbody", body)) +
         "</div>\n";
}

std::string experiment_in_html(const ClaimResult& result) {
  std::string out = tagged("p", "<b>Refuted if</b> " + escaped(result.refuted_if));
  if (const std::string drawn = inlined_claim_svg(result); !drawn.empty()) out += tagged("figure", drawn);
  out += html_table(claim_effects_table(result), result.id + ": effects") +
         html_table(claim_arms_table(result), result.id + ": arms");
  out += tagged("p", escaped(result.task) + ", " + counted(result.seeds, "seed"), "facts");
  return out + tagged("pre", tagged("code", escaped(command_of(result))), "copy");
}

std::string claim_in_html(const ClaimResult& result) {
  std::string out = "<section id=\"" + escaped(result.id) + "\">\n" +
                    tagged("h2", escaped(result.id + ": " + result.verdict())) +
                    tagged("p", "<b>" + escaped(result.statement) + "</b> (" + escaped(result.place) + ")") +
                    tagged("p", escaped(result.finding));
  out +=
      result.ruling == Verdict::source ? tagged("p", escaped(result.reference), "facts") : experiment_in_html(result);
  return out + "</section>\n";
}

// Markdown

std::string escaped_cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_table(const Table& table) {
  std::string head = "|", rule = "|", body;
  for (const Column& column : table.columns) {
    head += " " + escaped_cell(column.title) + " |";
    rule += column.is_text ? "---|" : "---:|";
  }
  for (const auto& row : table.rows) {
    body += "|";
    for (const std::string& text : row) body += " " + escaped_cell(text) + " |";
    body += "\n";
  }
  return head + "\n" + rule + "\n" + body;
}

std::string claim_in_markdown(const ClaimResult& result) {
  std::string out = "### " + result.id + ": " + result.verdict() + "\n\n**" + result.statement + "** (" + result.place +
                    ")\n\n" + result.finding + "\n";
  if (result.ruling == Verdict::source) return out + "\n" + result.reference + "\n\n";
  if (result.effects.empty()) return out + "\n";
  return out + "\nRefuted if: " + result.refuted_if + "\n\n" + markdown_table(claim_effects_table(result)) + "\n" +
         markdown_table(claim_arms_table(result)) + "\n`" + command_of(result) + "`: " + result.task + ", " +
         counted(result.seeds, "seed") + "\n\n";
}

}  // namespace

std::string claims_html(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  std::string sections;
  for (const ClaimResult& result : results) sections += claim_in_html(result);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n" +
         tagged("title", "Claims about learning-rate schedules") +
         tagged("style", page_style_sheet() + "td.wide-text{white-space:normal}\n") + "</head>\n<body>\n<main>\n" +
         tagged("header", tagged("h1", "Claims about learning-rate schedules, each as an experiment") +
                              tagged("p", escaped(counts_of(results)), "finding")) +
         tagged("section", tagged("h2", "Verdicts") + verdicts_in_html(results)) + sections +
         (source.command.empty() ? "" : tagged("pre", tagged("code", escaped(source.command)), "copy")) +
         tagged("footer", "Made by etude" + (source.version.empty() ? "" : " " + escaped(source.version)) +
                              ". The same command gives the same bytes.") +
         "</main>\n</body>\n</html>\n";
}

std::string claims_markdown(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  std::string out = counts_of(results) + ".\n\n" + markdown_table(verdicts_table(results)) + "\n";
  if (!source.command.empty()) out = "By `" + source.command + "`: " + out;
  for (const ClaimResult& result : results) out += claim_in_markdown(result);
  while (out.size() > 1 && out[out.size() - 2] == '\n') out.pop_back();
  return out;
}

}  // namespace etude::report
