// Writes reports with made-up losses into a folder: page-<i>.html for every awkward comparison, and study.html and the
// event files of one arm. check_samples.py reads them with other people's readers.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "etude/report/comparison.h"
#include "etude/report/events.h"
#include "etude/report/page.h"
#include "support/sample_comparisons.h"

namespace {

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "type: report_samples FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const etude::Comparison study = etude::report::made_up_study();
  write(folder / "study.html",
        etude::report::comparison_html(study, {.command = "etude compare --tune --html study.html",
                                               .version = "0.1.0",
                                               .specs = {"constant(value=0.1)"},
                                               .settings = {{"optimizer", "sgd"}}}));
  write(folder / "study.svg", etude::report::draw_svg(etude::report::comparison_figure(study)));
  const auto awkward = etude::report::awkward_comparisons();
  for (std::size_t i = 0; i < awkward.size(); ++i) {
    const std::string& text = awkward[i].name;
    write(folder / ("page-" + std::to_string(i) + ".html"),
          etude::report::comparison_html(awkward[i].comparison,
                                         {.command = text, .specs = {etude::report::kHostileName}}));
  }
  for (std::size_t k = 0; k < 2; ++k)
    write(folder / "events" / etude::report::tensorboard_path(study, 1, k),
          etude::report::tensorboard_events(study.arms[1], k));
}
