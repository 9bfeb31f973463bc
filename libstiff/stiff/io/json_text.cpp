#include "stiff/io/json_text.h"

#include "stiff/core/error.h"

#include <algorithm>

namespace stiff {
namespace {

constexpr int kDeepest = 32;

// "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ..." without its
// head.
std::string plain(const std::string& message) {
  const std::size_t syntax = message.find("syntax error");
  if (syntax != std::string::npos) return message.substr(syntax);
  const std::size_t bracket = message.find("] ");
  return bracket == std::string::npos ? message : message.substr(bracket + 2);
}

}  // namespace

std::size_t line_of(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

nlohmann::json parse_json(std::string_view text, const std::string& name) {
  using nlohmann::json;
  const auto shallow = [&](int depth, json::parse_event_t, json&) {
    if (depth > kDeepest) throw Error(ErrorKind::bad_data, name + ": nested too deeply");
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), shallow);
  } catch (const json::parse_error& error) {
    const std::size_t at = error.byte == 0 ? 0 : error.byte - 1;
    throw Error(ErrorKind::bad_data,
                name + ", line " + std::to_string(line_of(text, at)) + ": " + plain(error.what()));
  } catch (const json::exception& error) {
    throw Error(ErrorKind::bad_data, name + ": " + plain(error.what()));
  }
}

}  // namespace stiff
