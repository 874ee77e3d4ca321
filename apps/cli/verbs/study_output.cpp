#include "study_output.h"

#include <filesystem>

#include "etude/report/comparison.h"
#include "etude/report/events.h"

namespace etude::cli {
namespace {

Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return {};
  return refuse("cannot make the folder " + path + ": " + error.message() + "; name one that can be written");
}

}  // namespace

void StudyOutputFlags::add_to(Flags& flags) {
  flags.file("--html", html, FileUse::written, "a page of tables and figures, whole in this file");
  flags.file("--trials", trials, FileUse::written, "a CSV of the trials, one a row, into this file");
  flags.file("--tensorboard", tensorboard, FileUse::written, "a folder of scalars that TensorBoard reads");
}

Result<StudyOutputs> StudyOutputs::open(const StudyOutputFlags& flags) {
  StudyOutputs outputs;
  for (const auto& [where, destination] :
       {std::pair{&flags.html, &outputs.html_}, std::pair{&flags.trials, &outputs.trials_}}) {
    auto opened = Destination::open(*where);
    if (!opened) return pass_on(opened.error());
    *destination = *std::move(opened);
    if (!where->empty()) outputs.notes_.push_back("wrote " + *where);
  }
  outputs.tensorboard_ = flags.tensorboard;
  if (flags.tensorboard.empty()) return outputs;
  if (auto made = make_folder(flags.tensorboard); !made) return pass_on(made.error());
  outputs.notes_.push_back("wrote " + flags.tensorboard + "; look at it with tensorboard --logdir " +
                           flags.tensorboard);
  return outputs;
}

Result<void> StudyOutputs::write(const Comparison& comparison, const report::PageSource& source) {
  Result<void> written;
  if (html_.is_wanted()) written = html_.write(report::comparison_html(comparison, source));
  if (written && trials_.is_wanted()) written = trials_.write(report::comparison_trials_csv(comparison));
  if (written && !tensorboard_.empty()) written = write_scalars(comparison);
  return written;
}

Result<void> StudyOutputs::write_scalars(const Comparison& comparison) const {
  for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
    const Arm& arm = comparison.arms[i];
    for (std::size_t k = 0; k < arm.trials.size(); ++k) {
      const std::filesystem::path path =
          std::filesystem::path(tensorboard_) / report::tensorboard_path(comparison, i, k);
      if (auto made = make_folder(path.parent_path()); !made) return made;
      auto file = OutputFile::open(path);
      if (!file) return pass_on(file.error());
      if (auto written = file->write(report::tensorboard_events(arm, k)); !written) return written;
    }
  }
  return {};
}

}  // namespace etude::cli
