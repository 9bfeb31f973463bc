#pragma once

#include "stiff/report/markup.h"
#include "stiff/report/reported_recording.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stiff {

/// The references of a page, numbered in the order in which its text cites them, and behind these
/// those that it does not cite.
class Citations {
 public:
  /// The references of one command, which may be cited by their keys.
  void add(const PageMethods& methods);
  /// " [3]", or " [3, 4]"; keys that no command gave are left out.
  std::string cite(std::initializer_list<const char*> keys);
  Markup list() const;

 private:
  std::size_t number_of(const std::string& key);

  std::vector<std::pair<std::string, std::string>> known_;  ///< key and text, in order
  std::vector<std::string> cited_;                          ///< keys
};

/// Text that cites as it goes, so that numbers come in the order of reading.
class Prose {
 public:
  explicit Prose(Citations& citations) : citations_(citations) {}
  Prose& say(std::string_view words);
  Prose& cite(std::initializer_list<const char*> keys);
  const std::string& str() const { return text_; }

 private:
  Citations& citations_;
  std::string text_;
};

}  // namespace stiff
