#include "stiff/core/error.h"

#include <fstream>
#include <set>
#include <system_error>

#include "tools/option_text.h"
#include "tools/parse.h"
#include <nlohmann/json.hpp>

namespace stiff::tool {
namespace {

using Json = nlohmann::ordered_json;

/// A config file holds some dozens of short values; more than this is another file.
constexpr std::uintmax_t kLargestConfigBytes = 1 << 20;

/// JSON whose keys are each there once: of two, a parser silently keeps one.
Json parse_once(std::istream& in) {
  std::set<std::string> keys;
  const auto check = [&keys](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key && depth == 1 &&
        !keys.insert(value.get<std::string>()).second) {
      throw Error(ErrorKind::usage, "'" + value.get<std::string>() + "' is given twice");
    }
    return true;
  };
  return Json::parse(in, check);
}

std::string value_text(const std::string& key, const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number()) return number_text(value.get<double>());
  throw Error(ErrorKind::usage, "'" + key + "' must be a number, a text, true or false");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> read_config(const std::filesystem::path& file) {
  const std::string name = "config file " + file.string();
  std::error_code fault;
  if (!std::filesystem::is_regular_file(file, fault)) {
    throw Error(ErrorKind::no_input, name + ": there is no such file");
  }
  std::ifstream in(file);
  if (!in) throw Error(ErrorKind::io, name + ": cannot be read");
  const auto bytes = std::filesystem::file_size(file, fault);
  if (fault || bytes > kLargestConfigBytes) {
    throw Error(ErrorKind::usage, name + ": is no config file (over 1 MiB)");
  }
  std::vector<std::pair<std::string, std::string>> options;
  try {
    const Json json = parse_once(in);
    if (!json.is_object()) throw Error(ErrorKind::usage, "must be a JSON object");
    for (const auto& [key, value] : json.items()) options.emplace_back(key, value_text(key, value));
  } catch (const Error& error) {
    throw Error(error.kind(), name + ": " + error.what());
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::usage, name + ": is not JSON: " + error.what());
  }
  return options;
}

}  // namespace stiff::tool
