// The book of claims: one page, or Markdown. Idea: the table of verdicts first, then each claim with all that its verdict
// stands on and the command that runs it again.

#include <algorithm>

#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/drawing/svg_style.h"
#include "report/page/parts.h"
#include "report/text.h"

namespace etude::report {
namespace {

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

/// The table of verdicts, each a link to its claim.
std::string verdicts_in_html(const std::vector<ClaimResult>& results) {
  std::string rows;
  for (const ClaimResult& result : results)
    rows += html::element("tr", "<th scope=\"row\"><a href=\"#" + escaped(result.id) + "\">" + escaped(result.id) +
                                    "</a></th>\n" + html::element("td", escaped(result.verdict()), "text") +
                                    html::element("td", escaped(by_seeds_text(result)), "text") +
                                    html::element("td", escaped(result.statement), "text wide"));
  return html::scrolled(
      "Verdicts", html::element("table", html::head(verdicts_table(results).columns) + html::element("tbody", rows)));
}

std::string experiment_in_html(const ClaimResult& result) {
  std::string out = html::element("p", "<b>Refuted if</b> " + escaped(result.refuted_if));
  if (const std::string drawn = inlined_claim_svg(result); !drawn.empty()) out += html::element("figure", drawn);
  return out + html::table(result.id + ": effects", claim_effects_table(result)) +
         html::table(result.id + ": arms", claim_arms_table(result)) +
         html::element("p", escaped(result.task + ", " + claim_seeds_text(result)), "facts") +
         html::copyable(command_of(result));
}

std::string claim_in_html(const ClaimResult& result) {
  std::string out = "<section id=\"" + escaped(result.id) + "\">\n" +
                    html::element("h2", escaped(result.id + ": " + result.verdict())) +
                    html::element("p", "<b>" + escaped(result.statement) + "</b> (" + escaped(result.place) + ")") +
                    html::element("p", escaped(result.finding));
  out += result.ruling == Verdict::source ? html::element("p", escaped(result.reference), "facts")
                                          : experiment_in_html(result);
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
         claim_seeds_text(result) + "\n\n";
}

}  // namespace

std::string claims_html(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  std::string content =
      html::element("header", html::element("h1", "Claims about learning-rate schedules, each as an experiment") +
                                  html::element("p", escaped(counts_of(results)), "finding")) +
      html::section("Verdicts", verdicts_in_html(results));
  for (const ClaimResult& result : results) content += claim_in_html(result);
  if (!source.command.empty()) content += html::copyable(source.command);
  return html::whole_page("Claims about learning-rate schedules", content, source.version);
}

std::string claims_markdown(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  std::string out = counts_of(results) + ".\n\n" + markdown_table(verdicts_table(results)) + "\n";
  if (!source.command.empty()) out = "By `" + source.command + "`: " + out;
  for (const ClaimResult& result : results) out += claim_in_markdown(result);
  while (out.size() > 1 && out[out.size() - 2] == '\n') out.pop_back();
  return out;
}

}  // namespace etude::report
