#pragma once
// For tests: the lines of tests/golden/dialects, and what the real libraries gave for them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "etude/base/json.h"

namespace etude::dialect {

struct Golden {
  std::string file;
  int line = 0;
  Json json;

  std::string where() const { return file + ":" + std::to_string(line) + "\n" + spec(); }
  std::string spec() const { return *json.find("spec")->as<std::string>(); }
  bool is_float32() const { return json.find("precision") && *json.find("precision")->as<std::string>() == "float32"; }
};

inline std::vector<Golden> goldens() {
  std::vector<Golden> all;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(ETUDE_GOLDEN "/dialects")) {
    const bool is_current = entry.path().stem() != "torch_1_13";  // that one shows how an older torch differs
    if (entry.path().extension() == ".jsonl" && is_current) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    std::ifstream file(path);
    std::string text;
    for (int line = 1; std::getline(file, text); ++line) {
      auto json = read_json(text);
      if (!json) ADD_FAILURE() << path << ":" << line << " " << json.error().message;
      if (json && json->find("spec")) all.push_back({path.filename().string(), line, *json});
    }
  }
  return all;
}

}  // namespace etude::dialect
