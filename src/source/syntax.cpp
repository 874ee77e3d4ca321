// tree-sitter's tree is copied in one walk: its own handles are slow to ask for parents and for children by number.

#include "source/syntax.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <memory>

#include "etude/base/pattern.h"
#include "source/text.h"

extern "C" const TSLanguage* tree_sitter_python();

namespace etude::inline source {
namespace {

struct Freed {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

std::unique_ptr<TSTree, Freed> parsed(std::string_view text) {
  const std::unique_ptr<TSParser, Freed> parser(ts_parser_new());
  ts_parser_set_language(parser.get(), tree_sitter_python());
  return std::unique_ptr<TSTree, Freed>(
      ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
}

/// A walk through the tree, node after node.
class Walk {
 public:
  explicit Walk(TSNode root) : cursor_(ts_tree_cursor_new(root)) {}
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  ~Walk() { ts_tree_cursor_delete(&cursor_); }

  TSNode node() const { return ts_tree_cursor_current_node(&cursor_); }
  const char* field() const { return ts_tree_cursor_current_field_name(&cursor_); }
  bool down() { return ts_tree_cursor_goto_first_child(&cursor_); }
  bool next() { return ts_tree_cursor_goto_next_sibling(&cursor_); }
  bool up() { return ts_tree_cursor_goto_parent(&cursor_); }

 private:
  TSTreeCursor cursor_;
};

constexpr std::size_t deepest = 200;

}  // namespace

std::string_view Node::kind() const { return syntax_ ? syntax_->nodes_[at_].kind : std::string_view(); }

std::string_view Node::text() const {
  if (!syntax_) return {};
  const Syntax::Stored& stored = syntax_->nodes_[at_];
  return syntax_->text_.substr(stored.begin, stored.end - stored.begin);
}

Node Node::child(std::string_view field) const {
  if (!syntax_) return {};
  const auto& nodes = syntax_->nodes_;
  for (std::uint32_t i = at_ + 1; i < nodes[at_].next; i = nodes[i].next)
    if (nodes[i].field && nodes[i].field == field) return Node(syntax_, i);
  return {};
}

std::vector<Node> Node::children() const {
  std::vector<Node> all;
  if (!syntax_) return all;
  const auto& nodes = syntax_->nodes_;
  for (std::uint32_t i = at_ + 1; i < nodes[at_].next; i = nodes[i].next)
    if (nodes[i].is_named) all.push_back(Node(syntax_, i));
  return all;
}

Node Node::parent() const { return !syntax_ || at_ == 0 ? Node() : Node(syntax_, syntax_->nodes_[at_].parent); }

Node Node::around(std::string_view kind) const {
  Node node = parent();
  while (node && !node.is(kind)) node = node.parent();
  return node;
}

std::vector<Node> Node::all_inside(std::string_view kind) const {
  std::vector<Node> all;
  if (!syntax_) return all;
  for (std::uint32_t i = at_ + 1; i < syntax_->nodes_[at_].next; ++i)
    if (const Node node(syntax_, i); node.kind() == kind) all.push_back(node);
  return all;
}

Place Node::place() const {
  if (!syntax_) return {};
  const std::uint32_t begin = syntax_->nodes_[at_].begin;
  const auto& lines = syntax_->lines_;
  const auto line = std::upper_bound(lines.begin(), lines.end(), begin) - 1;
  return {syntax_->file_, static_cast<std::size_t>(line - lines.begin()) + 1,
          characters(syntax_->text_.substr(*line, begin - *line)) + 1};
}

void Syntax::find_lines() {
  lines_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') lines_.push_back(static_cast<std::uint32_t>(i) + 1);
}

/// Keeps the node at which the walk stands, unless it is mere punctuation.
void Syntax::keep(const TSNode& node, const char* field, std::uint32_t parent) {
  const bool is_named = ts_node_is_named(node);
  if (!is_named && !field && !ts_node_is_missing(node)) return;
  const auto at = static_cast<std::uint32_t>(nodes_.size());
  if (error_ == none && (ts_node_is_error(node) || ts_node_is_missing(node))) error_ = at;
  const bool is_child = is_named && !ts_node_is_extra(node);
  nodes_.push_back(
      {ts_node_type(node), field, ts_node_start_byte(node), ts_node_end_byte(node), parent, at + 1, is_child});
}

Result<Syntax> Syntax::read(std::string_view text, std::string_view file) {
  Syntax syntax;
  syntax.text_ = text;
  syntax.file_ = file;
  syntax.find_lines();
  const auto tree = parsed(text);
  const TSNode root = ts_tree_root_node(tree.get());
  Walk walk(root);
  std::vector<std::uint32_t> open;  // the nodes inside which the walk stands
  const auto last = [&] { return static_cast<std::uint32_t>(syntax.nodes_.size()) - 1; };
  syntax.keep(root, nullptr, 0);
  for (bool goes_on = true; goes_on;) {
    if (walk.down()) {
      open.push_back(last());
      if (open.size() > deepest)
        return refuse(filled("{}: nested deeper than {}; simplify", {text_of(syntax.at(last()).place()), deepest}));
    } else {
      while (goes_on && !walk.next()) {
        goes_on = walk.up();
        if (!goes_on) break;
        syntax.nodes_[open.back()].next = last() + 1;
        open.pop_back();
      }
    }
    if (goes_on) syntax.keep(walk.node(), walk.field(), open.back());
  }
  if (syntax.error_ == none && ts_node_has_error(root)) syntax.error_ = 0;  // a line break that should be there
  return syntax;
}

std::string without_blanks(std::string_view text) {
  std::string all;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') all += c;
  return all;
}

}  // namespace etude::source
