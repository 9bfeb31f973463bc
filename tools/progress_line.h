#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace stiff::tool {

/// How far a batch is, on standard error: one line that is rewritten with the time left on a
/// terminal, a line an item otherwise, so that a log holds no control characters.
class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;

  ProgressLine(std::ostream& err, bool terminal);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// An item is done. `note` is short: "sub-01_swe ok". A note to be kept stays on the terminal
  /// too.
  void item(std::size_t done, std::size_t total, std::string_view note, bool keep = false);
  /// Clears the rewritten line, before something else is printed.
  void clear();

 private:
  std::ostream& err_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_;
};

/// "45 s", "3 min 20 s", "2 h 05 min".
std::string duration_text(double seconds);

}  // namespace stiff::tool
