// Two tables: modules and the dialects whose schedules are in them, and which first argument a dialect's schedules have.

#include "source/libraries.h"

#include <algorithm>
#include <vector>

#include "dialect/literal.h"
#include "etude/base/pattern.h"

namespace etude::inline source {
namespace {

struct Module {
  std::string_view name, dialect;
};
constexpr Module modules[] = {
    {"torch", "torch"},
    {"lr_scheduler", "torch"},
    {"optim", "torch"},
    {"transformers", "hf"},
    {"diffusers", "hf"},
    {"timm", "timm"},
    {"optax", "optax"},
    {"keras", "keras"},
    {"tensorflow", "keras"},
    {"tf", "keras"},
    {"fastai", "fastai"},
    {"learn", "fastai"},
    {"composer", "composer"},
    {"megatron", "megatron"},
    {"deepspeed", "deepspeed"},
    {"ignite", "ignite"},
    {"paddle", "paddle"},
    {"mmengine", "mmengine"},
    {"mmcv", "mmengine"},
    {"pytorch_scheduler", "pytorch_scheduler"},
    {"pytorch_optimizer", "pytorch_optimizer"},
};

/// What stands before the arguments of a dialect's own signatures.
constexpr std::string_view with_optimizer[] = {
    "torch", "hf", "timm", "deepspeed", "megatron", "mmengine", "ignite", "pytorch_scheduler", "pytorch_optimizer"};

/// Names so common that only their library's own makes them schedules.
bool is_common(std::string_view dialect, std::string_view name) {
  return dialect == "llmc" || (dialect == "hf" && !name.starts_with("get_"));
}

const dialect::DialectEntry* entry_of(std::string_view dialect, std::string_view name) {
  for (const dialect::Dialect& each : dialect::dialects())
    for (const dialect::DialectEntry& entry : each.entries)
      if (each.name == dialect && entry.name == name) return &entry;
  return nullptr;
}

/// The dialect's name, as it lasts.
std::string_view own_name(std::string_view dialect) {
  for (const dialect::Dialect& each : dialect::dialects())
    if (each.name == dialect) return each.name;
  return {};
}

std::vector<Callee> all_of(std::string_view name) {
  std::vector<Callee> all;
  for (const dialect::Dialect& each : dialect::dialects())
    for (const dialect::DialectEntry& entry : each.entries)
      if (entry.name == name && !is_common(each.name, name)) all.push_back({each.name, &entry});
  return all;
}

bool is_imported(const Names& names, std::string_view dialect) {
  return std::any_of(std::begin(modules), std::end(modules),
                     [&](const Module& each) { return each.dialect == dialect && names.imports(each.name); });
}

/// Of several libraries, those that the text imports; torch, where it imports none of them.
std::optional<Callee> chosen(const Names& names, std::vector<Callee> all) {
  if (all.empty()) return {};
  if (all.size() == 1) return all[0];
  std::vector<Callee> imported;
  for (const Callee& each : all)
    if (is_imported(names, each.dialect)) imported.push_back(each);
  if (imported.size() == 1) return imported[0];
  if (imported.size() > 1) all = imported;
  for (const Callee& each : all)
    if (each.dialect == "torch") return each;
  return Callee{"", all[0].entry};
}

}  // namespace

std::string Callee::name() const {
  return dialect.empty() ? std::string(entry->name) : filled("{}.{}", {dialect, entry->name});
}

std::string_view Callee::parameter(std::size_t number) const {
  std::string_view rest = entry->signature;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t at = 0; at <= rest.size(); ++at) {
    if (at < rest.size() && (rest[at] == '(' || rest[at] == '[')) ++depth;
    if (at < rest.size() && (rest[at] == ')' || rest[at] == ']')) --depth;
    if (at < rest.size() && (rest[at] != ',' || depth > 0)) continue;
    if (number-- == 0) return rest.substr(start, std::min(rest.find('=', start), at) - start);
    start = std::min(rest.find_first_not_of(" ", at + 1), rest.size());
  }
  return {};
}

bool Callee::takes_optimizer() const {
  return std::find(std::begin(with_optimizer), std::end(with_optimizer), dialect) != std::end(with_optimizer) &&
         entry->signature.find("optimizer=") == std::string_view::npos;
}

bool Callee::takes_rate() const { return entry->signature.find("lr=1.0") != std::string_view::npos; }

bool Callee::is_controller() const { return entry->meaning.find("reacts to a metric") != std::string_view::npos; }

std::optional<Callee> callee_of(const Names& names, const std::string& full_name) {
  const std::string_view last = dialect::last_name(full_name),
                         first = std::string_view(full_name).substr(0, full_name.find('.'));
  if (names.own(first) || last.empty()) return {};
  if (first != last) {
    if (const dialect::DialectEntry* own = entry_of(first, last)) return Callee{own_name(first), own};
    for (const Module& each : modules) {
      if (each.name != first) continue;
      const dialect::DialectEntry* entry = entry_of(each.dialect, last);
      return entry && !is_common(each.dialect, last) ? std::optional(Callee{each.dialect, entry}) : std::nullopt;
    }
    if (entry_of("fastai", last) && last.starts_with("fit_")) return Callee{"fastai", entry_of("fastai", last)};
    const bool is_scheduler = full_name.find("lr_scheduler") != std::string::npos;
    if (is_scheduler && entry_of("torch", last)) return Callee{"torch", entry_of("torch", last)};
    return {};
  }
  return chosen(names, all_of(last));
}

}  // namespace etude::source
