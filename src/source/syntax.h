#pragma once
// A text as Python's grammar reads it: one flat array of nodes, each with its kind, its place and its text. Nothing is
// looked up and nothing is run.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "etude/source/source.h"

struct TSNode;

namespace etude::inline source {

class Syntax;

/// One node of the tree, or none, of which all there is to know is empty. It is a handle: the Syntax must outlive it.
class Node {
 public:
  Node() = default;
  explicit operator bool() const { return syntax_ != nullptr; }
  friend bool operator==(const Node&, const Node&) = default;

  std::string_view kind() const;  // "call", as tree-sitter's Python calls it
  bool is(std::string_view kind) const { return *this && this->kind() == kind; }
  std::string_view text() const;
  Node child(std::string_view field) const;  // "function"; none where there is none
  std::vector<Node> children() const;        // comments left out
  Node parent() const;
  /// The nearest node around this one that is of that kind; none where there is none.
  Node around(std::string_view kind) const;
  /// All nodes of that kind in it, however deep.
  std::vector<Node> all_inside(std::string_view kind) const;
  Place place() const;
  std::size_t index() const { return at_; }

 private:
  friend class Syntax;
  Node(const Syntax* syntax, std::uint32_t at) : syntax_(syntax), at_(at) {}

  const Syntax* syntax_ = nullptr;
  std::uint32_t at_ = 0;
};

class Syntax {
 public:
  /// Refused: bad UTF-8, what nests deeper than 200. Where the text is not Python, `first_error` says so. The text must
  /// outlive what is read of it.
  static Result<Syntax> read(std::string_view text, std::string_view file);

  Node root() const { return Node(this, 0); }
  std::size_t size() const { return nodes_.size(); }
  Node at(std::size_t index) const { return Node(this, static_cast<std::uint32_t>(index)); }
  Node first_error() const { return error_ == none ? Node() : at(error_); }

 private:
  friend class Node;
  struct Stored {
    const char *kind, *field;                // of the grammar; field may be nullptr
    std::uint32_t begin, end, parent, next;  // next: the index after the last node inside this one
    bool is_named;
  };

  void find_lines();
  void keep(const TSNode& node, const char* field, std::uint32_t parent);

  std::string_view text_;
  std::string file_;
  std::vector<Stored> nodes_;
  std::vector<std::uint32_t> lines_;  // where each begins
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t error_ = none;
};

/// The text without blanks and line breaks, as a --set names it.
std::string without_blanks(std::string_view text);

}  // namespace etude::source
