#include "tools/progress_line.h"

#include <cmath>
#include <ostream>

namespace stiff::tool {
namespace {

/// A terminal's narrowest usual width; a longer line would wrap and could not be rewritten.
constexpr std::size_t kColumns = 79;

std::string two_digits(long long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

/// Cut to a width in bytes, never inside a UTF-8 character.
std::string cut(std::string text, std::size_t width) {
  if (text.size() <= width) return text;
  std::size_t end = width;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text;
}

}  // namespace

std::string duration_text(double seconds) {
  if (!(seconds >= 0) || seconds > 1e8) return "unknown";
  const long long whole = std::llround(seconds);
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + two_digits(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + two_digits(whole / 60 % 60) + " min";
}

ProgressLine::ProgressLine(std::ostream& err, bool terminal)
    : err_(err), terminal_(terminal), start_(Clock::now()) {}

ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::item(std::size_t done, std::size_t total, std::string_view note, bool keep) {
  const std::string count = "[" + std::to_string(done) + "/" + std::to_string(total) + "] ";
  if (!terminal_) {
    err_ << count << note << std::endl;
    return;
  }
  clear();
  if (keep) err_ << count << note << "\n";
  if (done < total && done > 0) {
    const double spent = std::chrono::duration<double>(Clock::now() - start_).count();
    const double left = spent / static_cast<double>(done) * static_cast<double>(total - done);
    err_ << cut(count + duration_text(left) + " left; " + std::string(note), kColumns);
    shown_ = true;
  }
  err_.flush();
}

void ProgressLine::clear() {
  if (shown_) err_ << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace stiff::tool
