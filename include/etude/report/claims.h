#pragma once
// Claims and their verdicts as tables, figure, JSON, page and Markdown.

#include <string>
#include <vector>

#include "etude/base/json.h"
#include "etude/record/claim.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::report {

/// "10 seeds, and as many others", or that an exact task needs none.
std::string claim_seeds_text(const ClaimResult& result);

/// Whether all sets of seeds give the verdict, or what each gives; "-" where there is one, or none.
std::string by_seeds_text(const ClaimResult& result);

/// A row a claim: id, verdict, what sets of seeds give, statement.
Table verdicts_table(const std::vector<ClaimResult>& results);

/// A row an arm: peak and where it is from, Σlr, final and held-out loss, diverged, and what else the claim looks at; each
/// with the half width of its mean's 95 % interval.
Table claim_arms_table(const ClaimResult& result);

/// A row an arm but the controls: its schedule in etude's notation at its peak, what of its task differs from the claim's,
/// and where peaks were searched or swept, the least and the largest of them and how many.
Table claim_plans_table(const ClaimResult& result);

/// A row an effect: condition, sides, measure, what is claimed, value with interval, standardised effect, Holm's p, what
/// that says. Effects that are shown beside the claim's stand under theirs.
Table claim_effects_table(const ClaimResult& result);

/// The effects with their intervals, each beside what was claimed of it: a standalone SVG, and the same for a page that has
/// the style sheet, once for a wide screen and once for a narrow one. Effects without an interval are left out; nothing
/// where none has one.
std::string claim_svg(const ClaimResult& result);
std::string inlined_claim_svg(const ClaimResult& result);

/// What a page of claims says besides.
struct ClaimsSource {
  std::string command = {};  // that made it
  std::string version = {};  // of etude
};

/// {"version": of etude, "claims": [the facts of each]}.
Json claims_json(const std::vector<ClaimResult>& results, const ClaimsSource& source = {});

/// A self-contained page, well-formed as XML too, without scripts or requests: a table of verdicts, then each claim with its
/// figure, arms, effects and the command that runs it again. Same input, same bytes.
std::string claims_html(const std::vector<ClaimResult>& results, const ClaimsSource& source = {});

/// The same as Markdown, without figures.
std::string claims_markdown(const std::vector<ClaimResult>& results, const ClaimsSource& source = {});

}  // namespace etude::report
