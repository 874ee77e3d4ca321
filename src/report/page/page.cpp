// A comparison as a page. Idea: what the terminal shows, with the pictures that a terminal has no room for; every
// number is one that the tables have. A curve has about 140 points, for what a page of curves weighs is its points.
// Cost: that of the figures.

#include "etude/report/page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"
#include "report/comparison/pairs.h"
#include "report/drawing/marks.h"
#include "report/drawing/svg_style.h"
#include "report/page/parts.h"
#include "report/page/pictures.h"
#include "report/text.h"

namespace etude::report {
namespace {

constexpr std::size_t kWidePoints = 140, kNarrowPoints = 70;
constexpr SvgStyle kWide{.width = 900, .height = 440, .is_inlined = true};
constexpr SvgStyle kNarrow{.width = 340, .height = 320, .is_inlined = true};

/// "0 ... 19" where they follow on one another; "3, 5, 8" otherwise.
std::string seeds_text(const std::vector<std::uint32_t>& seeds) {
  bool follow = seeds.size() > 2;
  for (std::size_t i = 1; i < seeds.size(); ++i) follow = follow && seeds[i] == seeds[i - 1] + 1;
  if (follow) return std::to_string(seeds.front()) + " … " + std::to_string(seeds.back());
  std::string out;
  for (const std::uint32_t seed : seeds) out += (out.empty() ? "" : ", ") + std::to_string(seed);
  return out;
}

class Page {
 public:
  Page(const Comparison& comparison, const PageSource& source)
      : comparison_(comparison),
        source_(source),
        winner_(winner_of(comparison)),
        lines_(contender_lines(comparison)),
        hues_(hues(lines_)) {
    const std::vector<std::size_t> shown = contenders(comparison);
    line_of_.assign(comparison.arms.size(), 0);
    for (std::size_t k = 0; k < shown.size(); ++k) line_of_[shown[k]] = k;
    for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
      const auto of = comparison.arms[i].control_of;
      if (of && *of < comparison.arms.size()) line_of_[i] = line_of_[*of];
    }
  }

  std::string text() const {
    return html::whole_page(
        title(), header() + results() + curves() + tuning() + pairs() + winner() + settings() + specs() + command(),
        source_.version);
  }

 private:
  std::string title() const {
    return comparison_.task + (comparison_.task.empty() ? "" : ": ") + counted(lines_.size(), "schedule") + " compared";
  }

  std::string facts() const {
    std::string out = comparison_.is_tuned() ? "Each at its own tuned peak" : "Each at the peak it was given";
    out += " · " + counted(static_cast<std::size_t>(comparison_.steps), "step");
    out += " · " + counted(comparison_.seeds(), "seed");
    if (!comparison_.precision.empty()) out += " · " + comparison_.precision;
    return out;
  }

  std::string header() const {
    return "<header>\n" + html::element("h1", escaped(title())) +
           html::element("p", escaped(comparison_finding(comparison_)), "finding") +
           html::element("p", escaped(facts()), "facts") + "</header>\n";
  }

  // The table

  std::string results() const {
    if (comparison_.arms.empty()) return "";
    const Table table = comparison_table(comparison_);
    std::vector<Column> columns{table.columns[0], {"Rate", true}};
    columns.insert(columns.end(), table.columns.begin() + 1, table.columns.end());
    const Scale scale = scale_of_final_losses(comparison_);
    columns.push_back({scale.is_log() ? "Seeds’ final losses (log)" : "Seeds’ final losses", true});
    const std::vector<std::size_t> order = shown_order(comparison_);
    std::string rows;
    for (std::size_t r = 0; r < order.size(); ++r) rows += row(order[r], table, table.rows[r], scale);
    return html::section(
        "Results",
        html::scrolled("Results", html::element("table", html::head(columns) + html::element("tbody", rows))) +
            html::notes(table.notes));
  }

  std::string row(std::size_t i, const Table& table, const std::vector<std::string>& cells, const Scale& scale) const {
    const Arm& arm = comparison_.arms[i];
    const std::size_t hue = hues_.empty() ? 0 : hues_[line_of_[i]];
    std::string out =
        "<th scope=\"row\">" + (arm.control_of ? "" : letter_of(line_of_[i])) + escaped(arm.name) + "</th>\n";
    out += html::element("td", thumbnail(arm, hue), "picture");
    for (std::size_t k = 1; k < cells.size(); ++k)
      out += html::element("td", escaped(cells[k]), table.columns[k].is_text ? "text" : "");
    out += html::element("td", strip(arm, scale, hue), "picture");
    return html::element("tr", out, arm.control_of ? "control" : winner_ == i ? "best" : "");
  }

  std::string letter_of(std::size_t line) const {
    if (lines_.size() < 2) return "";
    return std::string("<span class=\"letter\">") + letter(line) + "</span>";
  }

  // Figures

  std::string key() const {
    if (lines_.size() < 2) return "";
    std::string items;
    for (std::size_t k = 0; k < lines_.size(); ++k) {
      items += html::element(
          "li", sample(k, hues_[k]) + "<b>" + letter(k) + "</b> <span>" + escaped(lines_[k].name) + "</span>");
    }
    return html::element("ul", items, "key");
  }

  std::string figure(const Figure& wide, const Figure& narrow, const std::string& caption) const {
    return html::element("figure", html::element("div", draw_svg(wide, kWide), "wide") +
                                       html::element("div", draw_svg(narrow, kNarrow), "narrow") + key() +
                                       html::element("figcaption", escaped(caption)));
  }

  std::string curve_figure(bool log_steps, const std::string& caption) const {
    return figure(comparison_figure(comparison_, {.log_steps = log_steps, .most_points = kWidePoints}),
                  comparison_figure(comparison_, {.log_steps = log_steps, .most_points = kNarrowPoints}), caption);
  }

  std::string curves() const {
    const bool has_curves = std::any_of(comparison_.arms.begin(), comparison_.arms.end(), [](const Arm& arm) {
      return std::any_of(arm.trials.begin(), arm.trials.end(), [](const Outcome& t) { return !t.curve.step.empty(); });
    });
    if (!has_curves) return "";
    const std::size_t seeds = comparison_.seeds();
    const std::string what =
        seeds < 2 ? "The training loss of one seed" : "The median training loss of " + counted(seeds, "seed");
    return html::section("Loss curves",
                         curve_figure(false, what + ", on a log axis. A cross marks where all seeds diverged.") +
                             curve_figure(true, "The same with steps on a log axis, too."));
  }

  std::string tuning() const {
    if (!comparison_.is_tuned()) return "";
    const Figure drawn = tuning_figure(comparison_);
    return html::section(
        "Loss against peak",
        figure(drawn, drawn,
               "What tuning saw: the median loss over the tuning seeds at every peak that was tried. A "
               "ring marks the peak that was chosen, a cross at the top one that diverged."));
  }

  // Differences

  std::string pairs() const {
    std::string tables;
    for (const PairBlock& block : pair_blocks(comparison_)) tables += pair_table(block);
    return tables.empty()
               ? ""
               : html::section("Differences, seed by seed", tables + html::notes(pairs_table(comparison_).notes));
  }

  std::string pair_table(const PairBlock& block) const {
    const std::string caption = title_of(block, comparison_) + (block.is_of_controls ? "" : " …");
    const int decimals = difference_decimals(comparison_);
    const double reach = reach_of(block.pairs);
    std::string rows;
    for (const Pair& pair : block.pairs)
      rows += pair_row(pair, block.is_of_controls ? pair.a : pair.b, decimals, reach);
    const std::vector<Column> columns{{"Schedule", true}, {"Difference"},   {"±"}, {"95 % interval", true}, {"Effect"},
                                      {"p (Holm)"},       {"Verdict", true}};
    return html::scrolled(caption, html::element("table", html::element("caption", escaped(caption)) +
                                                              html::head(columns) + html::element("tbody", rows)));
  }

  std::string pair_row(const Pair& pair, std::size_t named, int decimals, double reach) const {
    return html::element("tr", "<th scope=\"row\">" + escaped(comparison_.arms[named].name) + "</th>\n" +
                                   html::element("td", signed_text(pair.difference, decimals)) +
                                   html::element("td", std::isnan(pair.ci95) ? "-" : fixed(pair.ci95, decimals)) +
                                   html::element("td", interval(pair, reach), "picture") +
                                   html::element("td", signed_text(pair.effect, 2)) +
                                   html::element("td", escaped(p_text(pair.p_holm))) +
                                   html::element("td", verdict_of(pair), "text"));
  }

  // What it was made with

  std::string settings() const {
    std::vector<std::pair<std::string, std::string>> all{{"task", comparison_.task}};
    all.emplace_back("steps", grouped(comparison_.steps));
    all.emplace_back("seeds", comparison_.arms.empty() ? "" : seeds_text(comparison_.arms[0].seeds));
    all.emplace_back("precision", comparison_.precision);
    all.emplace_back("tuning seeds", seeds_text(comparison_.tuning_seeds));
    all.emplace_back("tuned on", comparison_.is_tuned() ? comparison_.tuned_on : "");
    if (comparison_.trials > 0) all.emplace_back("trials", counted(comparison_.trials, "trial"));
    if (comparison_.work.asked > 0)
      all.emplace_back("updates", grouped(comparison_.work.trained) + " trained of " + grouped(comparison_.work.asked) +
                                      " asked for");
    all.insert(all.end(), source_.settings.begin(), source_.settings.end());
    std::string items;
    for (const auto& [name, value] : all)
      if (!value.empty()) items += html::element("dt", escaped(name)) + html::element("dd", escaped(value));
    return html::section("Settings", html::element("dl", items));
  }

  std::string specs() const {
    std::string items;
    for (const std::size_t i : shown_order(comparison_)) {
      const Arm& arm = comparison_.arms[i];
      items += "<div>" + html::element("dt", escaped(arm.name)) + html::element("dd", html::copyable(arm.schedule)) +
               "</div>\n";
    }
    std::string typed;
    for (const std::string& spec : source_.specs) typed += html::copyable(spec);
    if (!typed.empty()) typed = html::element("h3", "As typed") + typed;
    return items.empty() ? "" : html::section("The schedules as text", html::element("dl", items, "specs") + typed);
  }

  std::string winner() const {
    std::string items;
    for (const auto& [where, text] : source_.winner)
      if (!text.empty())
        items += "<div>" + html::element("dt", escaped(where)) + html::element("dd", html::copyable(text)) + "</div>\n";
    return items.empty() || !winner_ ? ""
                                     : html::section(escaped(comparison_.arms[*winner_].name) + " to take home",
                                                     html::element("dl", items, "specs"));
  }

  std::string command() const {
    return source_.command.empty() ? ""
                                   : html::section("The command that made this page", html::copyable(source_.command));
  }

  const Comparison& comparison_;
  const PageSource& source_;
  std::optional<std::size_t> winner_;
  std::vector<Line> lines_;
  std::vector<std::size_t> hues_;
  std::vector<std::size_t> line_of_;  // of each arm; a control has that of its arm
};

}  // namespace

std::string comparison_html(const Comparison& comparison, const PageSource& source) {
  return Page(comparison, source).text();
}

}  // namespace etude::report
