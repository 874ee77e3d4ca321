// Rank 0 hands out portions of trials and takes outcomes in; the others ask for a portion when they are free. Every
// message is a text. Rank 0 works, too: on a thread of its own, so that it answers at any time.

#include "ranks.h"

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "etude/base/number.h"
#include "travel.h"

namespace etude::mpi {
namespace {

enum Tag { portion_tag = 1, outcome_tag, free_tag, end_tag };

void rest() { std::this_thread::sleep_for(std::chrono::microseconds(300)); }

void send(const std::string& text, int rank, Tag tag) {
  MPI_Send(text.data(), static_cast<int>(text.size()), MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

struct Message {
  int tag = 0, from = 0;
  std::string text;
};

/// What has come in, if anything has.
std::optional<Message> received() {
  int is_there = 0, size = 0;
  MPI_Status status{};
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
  if (!is_there) return std::nullopt;
  MPI_Get_count(&status, MPI_BYTE, &size);
  Message message{status.MPI_TAG, status.MPI_SOURCE, std::string(static_cast<std::size_t>(size), '\0')};
  MPI_Recv(message.text.data(), size, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return message;
}

Message wait_for_message() {
  for (;; rest())
    if (auto message = received()) return *std::move(message);
}

std::string text_of(std::size_t index, const Outcome& outcome) {
  return std::to_string(index) + " " + to_text(outcome);
}

Result<std::pair<std::size_t, Outcome>> outcome_of(std::string_view text) {
  const std::size_t blank = std::min(text.find(' '), text.size() - 1);
  const auto index = to_integer(text.substr(0, blank));
  auto outcome = outcome_from_text(text.substr(blank + 1));
  if (!outcome) return pass_on(outcome.error());
  return std::pair{static_cast<std::size_t>(index.value_or(0)), *std::move(outcome)};
}

/// One call of rank 0's Runner. Two threads: this one sends, receives and tells, the other trains.
class HandingOut {
 public:
  HandingOut(const study::Runner& own, std::span<const study::Trial> trials, const study::Finished& finished, int size)
      : own_(own),
        trials_(trials),
        finished_(finished),
        size_(size),
        portions_(portions_of(trials, static_cast<std::size_t>(size))) {}

  Result<void> run() {
    for (int rank = 1; rank < size_; ++rank) hand_to(rank);
    std::jthread trainer([this] { train_here(); });
    while (under_way_ > 0 || is_training()) {
      const bool told = tell_own();
      const auto message = received();
      if (message) take(*message);
      if (!message && !told) rest();
    }
    tell_own();
    return good_;
  }

 private:
  std::optional<std::vector<std::size_t>> next_portion() {
    const std::lock_guard lock(mutex_);
    if (!good_ || next_ == portions_.size()) return std::nullopt;
    return portions_[next_++];
  }

  void hand_to(int rank) {
    const auto portion = next_portion();
    if (!portion) return;
    std::vector<Numbered> trials;
    for (const std::size_t i : *portion) trials.push_back({i, trials_[i]});
    send(to_text(trials), rank, portion_tag);
    ++under_way_;
  }

  void train_here() {
    while (const auto portion = next_portion()) {
      std::vector<study::Trial> trials;
      for (const std::size_t i : *portion) trials.push_back(trials_[i]);
      const auto good = own_(trials, [&](std::size_t k, const Outcome& outcome) -> Result<void> {
        const std::lock_guard lock(mutex_);
        done_here_.emplace_back((*portion)[k], outcome);
        return good_;
      });
      if (!good) fail(good.error());
    }
    const std::lock_guard lock(mutex_);
    is_training_ = false;
  }

  bool is_training() {
    const std::lock_guard lock(mutex_);
    return is_training_;
  }

  /// Tells of what this rank has trained since; whether there was any.
  bool tell_own() {
    std::vector<std::pair<std::size_t, Outcome>> done;
    {
      const std::lock_guard lock(mutex_);
      done.swap(done_here_);
    }
    for (const auto& [index, outcome] : done) tell(index, outcome);
    return !done.empty();
  }

  void tell(std::size_t index, const Outcome& outcome) {
    {
      const std::lock_guard lock(mutex_);
      if (!good_) return;
    }
    if (auto good = finished_(index, outcome); !good) fail(good.error());
  }

  void take(const Message& message) {
    if (message.tag == outcome_tag) {
      const auto outcome = outcome_of(message.text);
      if (outcome) return tell(outcome->first, outcome->second);
      return fail(outcome.error());
    }
    --under_way_;
    if (!message.text.empty()) fail(Error(message.text));
    hand_to(message.from);
  }

  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (good_) good_ = pass_on(error);
  }

  const study::Runner& own_;
  std::span<const study::Trial> trials_;
  const study::Finished& finished_;
  int size_;
  int under_way_ = 0;  // portions at other ranks
  std::mutex mutex_;   // over what follows
  std::vector<std::vector<std::size_t>> portions_;
  std::size_t next_ = 0;
  std::vector<std::pair<std::size_t, Outcome>> done_here_;
  bool is_training_ = true;
  Result<void> good_;
};

/// Trains a portion; the reason where it cannot be trained.
std::string serve_portion(const study::Runner& own, const std::string& text) {
  const auto numbered = trials_from_text(text);
  if (!numbered) return numbered.error().message;
  std::vector<study::Trial> trials;
  for (const Numbered& each : *numbered) trials.push_back(each.trial);
  const auto good = own(trials, [&](std::size_t k, const Outcome& outcome) {
    send(text_of((*numbered)[k].index, outcome), 0, outcome_tag);
    return Result<void>();
  });
  return good ? "" : good.error().message;
}

}  // namespace

Result<Ranks> Ranks::start() {
  int level = 0, rank = 0, size = 1;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &level);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  Ranks ranks(rank, size);
  if (level >= MPI_THREAD_SERIALIZED) return ranks;
  return refuse("this MPI lets no thread but the first call it; install Open MPI (tools/install mpi)");
}

Ranks::Ranks(Ranks&& other) noexcept
    : rank_(other.rank_), size_(other.size_), is_running_(std::exchange(other.is_running_, false)) {}

Ranks::~Ranks() {
  if (!is_running_) return;
  for (int rank = 1; leads() && rank < size_; ++rank) send("", rank, end_tag);
  MPI_Finalize();
}

study::Runner Ranks::shared_out(study::Runner own) const {
  if (size_ == 1) return own;
  return [own = std::move(own), size = size_](std::span<const study::Trial> trials, const study::Finished& finished) {
    return HandingOut(own, trials, finished, size).run();
  };
}

Result<void> Ranks::serve(const study::Runner& own) const {
  for (;;) {
    const Message message = wait_for_message();
    if (message.tag == end_tag) return {};
    send(serve_portion(own, message.text), 0, free_tag);
  }
}

}  // namespace etude::mpi
