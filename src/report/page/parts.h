#pragma once
// What pages are made of: elements of HTML that are XML, too. Text that goes in is escaped by who gives it.

#include <string>
#include <string_view>
#include <vector>

#include "etude/report/table.h"

namespace etude::report::html {

std::string element(std::string_view tag, const std::string& content, std::string_view kind = "");

/// A heading and what stands under it.
std::string section(const std::string& name, const std::string& content);

/// A list of sentences, which are escaped here; nothing where there are none.
std::string notes(const std::vector<std::string>& lines);

/// A table that is scrolled where the page is too narrow.
std::string scrolled(const std::string& label, const std::string& table);

/// The titles of a table's columns.
std::string head(const std::vector<Column>& columns);

/// A whole table, scrolled, its first column the heads of its rows; texts are escaped here, notes left out.
std::string table(const std::string& label, const Table& table);

/// Text to be copied, as a command.
std::string copyable(const std::string& text);

/// The whole page, whose title and version are escaped here.
std::string whole_page(const std::string& title, const std::string& content, const std::string& version);

}  // namespace etude::report::html
