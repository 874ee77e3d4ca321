// The book of claims: one page, or Markdown. Idea: the table of verdicts first, then each claim with all that its verdict
// stands on and the command that runs it again.

#include <algorithm>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/report/claims.h"
#include "report/claims/words.h"
#include "report/drawing/svg_style.h"
#include "report/page/parts.h"
#include "report/text.h"

namespace etude::report {
namespace {

std::string command_of(const ClaimResult& result) {
  return "etude claims " + result.id + (result.effort.empty() ? "" : " --" + result.effort);
}

constexpr Verdict in_order[] = {Verdict::supported,    Verdict::refuted, Verdict::depends,
                                Verdict::not_detected, Verdict::source,  Verdict::none};

std::size_t count_of(Verdict verdict, const std::vector<ClaimResult>& results) {
  return static_cast<std::size_t>(std::count_if(results.begin(), results.end(),
                                                [&](const ClaimResult& result) { return result.ruling == verdict; }));
}

/// "12 supported, 3 refuted ...".
std::string counts_of(const std::vector<ClaimResult>& results) {
  std::vector<std::string> counts;
  for (const Verdict verdict : in_order)
    if (const std::size_t count = count_of(verdict, results); count > 0)
      counts.push_back(std::to_string(count) + " " + std::string(name_of(verdict)));
  return counted(results.size(), "claim") + ": " + etude::joined(counts);
}

// The page

/// "not-detected": the class that the style sheet colours.
std::string kind_of(Verdict verdict) {
  std::string kind(name_of(verdict));
  std::replace(kind.begin(), kind.end(), ' ', '-');
  return kind;
}

/// A verdict with its mark.
std::string tag(Verdict verdict, const std::string& text) {
  return "<span class=\"tag " + kind_of(verdict) + "\">" + escaped(text) + "</span>";
}

std::string tag(const ClaimResult& result) { return tag(result.ruling, result.verdict()); }

/// The verdicts as parts of a bar, and beneath it what each part is.
std::string tally(const std::vector<ClaimResult>& results) {
  std::string bar, key = html::element("li", "<b>" + counted(results.size(), "claim") + "</b>");
  for (const Verdict verdict : in_order) {
    const std::size_t count = count_of(verdict, results);
    if (count == 0) continue;
    bar += "<span class=\"" + kind_of(verdict) + "\" style=\"flex-grow:" + std::to_string(count) + "\"></span>\n";
    key += html::element("li", tag(verdict, std::to_string(count) + " " + std::string(name_of(verdict))));
  }
  return "<div class=\"tally\" role=\"img\" aria-label=\"" + escaped(counts_of(results)) + "\">\n" + bar + "</div>\n" +
         html::element("ul", key, "key");
}

/// How the figures and the verdicts are to be read.
std::string how_to_read() {
  std::string marks;
  for (const auto& [told, meaning] :
       {std::pair{Told::as_claimed, "as claimed: told by the test, and as large as was claimed"},
        std::pair{Told::against, "against the claim"},
        std::pair{Told::undetected, "not detected: the seeds do not tell"},
        std::pair{Told::beside, "beside the claim: shown, not judged"}})
    marks += html::element("li", inlined_mark(told) + html::element("span", escaped(meaning)));
  return html::element(
             "p",
             "Each claim is an experiment that said beforehand what would refute it. Its arms are trained on the "
             "same seeds, each at its own peak where it is tuned; the verdict is computed from the effects. In the "
             "figures a line is a 95 % interval, and what is shaded was claimed:") +
         html::element("ul", marks, "key");
}

/// The table of verdicts, each a link to its claim.
std::string verdicts_in_html(const std::vector<ClaimResult>& results) {
  std::string rows;
  for (const ClaimResult& result : results)
    rows += html::element("tr", "<th scope=\"row\"><a href=\"#" + escaped(result.id) + "\">" + escaped(result.id) +
                                    "</a></th>\n" + html::element("td", tag(result), "text") +
                                    html::element("td", escaped(by_seeds_text(result)), "text seeds") +
                                    html::element("td", escaped(result.statement), "text claimed"));
  return html::element("table", html::head(verdicts_table(results).columns) + html::element("tbody", rows), "verdicts");
}

/// The effects; an arm's name without the condition that stands before it.
Table effects_by_condition(const ClaimResult& result) {
  Table table = claim_effects_table(result);
  if (table.columns[0].title != "Under") return table;
  for (std::size_t i = 0; i < table.rows.size(); ++i) table.rows[i][1] = bare_sides_of(result.effects[i]);
  return table;
}

std::string notes_in_html(const Table& table) {
  std::string out;
  for (const std::string& note : table.notes) out += html::element("p", escaped(note), "facts");
  return out;
}

std::string experiment_in_html(const ClaimResult& result) {
  const Table plans = claim_plans_table(result);
  std::string out = html::element("p", "<b>Refuted if:</b> " + escaped(result.refuted_if));
  if (const std::string drawn = inlined_claim_svg(result); !drawn.empty()) out += html::element("figure", drawn);
  return out + html::table(result.id + ": effects", effects_by_condition(result)) +
         html::table(result.id + ": arms", claim_arms_table(result)) +
         html::table(result.id + ": what is trained", plans) + notes_in_html(plans) +
         html::element("p", escaped(result.task + ", " + claim_seeds_text(result)), "facts") +
         html::copyable(command_of(result));
}

std::string claim_in_html(const ClaimResult& result) {
  std::string out =
      "<section id=\"" + escaped(result.id) + "\" class=\"claim\">\n" +
      html::element("h2", escaped(result.id) + " " + tag(result) +
                              "\n<a class=\"up\" href=\"#verdicts\" aria-label=\"up to all verdicts\">↑</a>") +
      html::element("p", escaped(result.statement), "statement") + html::element("p", escaped(result.place), "facts") +
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
  for (const std::string& note : table.notes) body += "\n" + note + "\n";
  return head + "\n" + rule + "\n" + body;
}

std::string claim_in_markdown(const ClaimResult& result) {
  std::string out = "### " + result.id + ": " + result.verdict() + "\n\n**" + result.statement + "** (" + result.place +
                    ")\n\n" + result.finding + "\n";
  if (result.ruling == Verdict::source) return out + "\n" + result.reference + "\n\n";
  if (result.effects.empty()) return out + "\n";
  return out + "\nRefuted if: " + result.refuted_if + "\n\n" + markdown_table(claim_effects_table(result)) + "\n" +
         markdown_table(claim_arms_table(result)) + "\n" + markdown_table(claim_plans_table(result)) + "\n`" +
         command_of(result) + "`: " + result.task + ", " + claim_seeds_text(result) + "\n\n";
}

}  // namespace

std::string claims_html(const std::vector<ClaimResult>& results, const ClaimsSource& source) {
  std::string content =
      html::element("header",
                    html::element("h1", "What is claimed of learning-rate schedules, and what was found", "finding") +
                        tally(results) + how_to_read()) +
      "<section id=\"verdicts\">\n" + html::element("h2", "Verdicts") + verdicts_in_html(results) + "</section>\n";
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
