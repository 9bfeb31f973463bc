#include "stiff/io/sidecar.h"

#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/byte_file.h"
#include "stiff/io/json_text.h"
#include "stiff/io/sidecar_keys.h"

#include <algorithm>
#include <system_error>

namespace stiff {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t kLargestSidecar = 16u << 20;

std::string place_of(const SidecarValue& value) {
  if (value.origin.empty()) return "'" + value.key + "'";
  return value.origin + ", line " + std::to_string(value.line) + ": '" + value.key + "'";
}

[[noreturn]] void refuse(const SidecarValue& value, const std::string& what) {
  throw Error(ErrorKind::bad_data, place_of(value) + " must be " + what);
}

// Where `"Key" :` first stands; the start of the file where escapes hide it.
std::size_t line_of_key(std::string_view text, const std::string& key) {
  const std::string quoted = '"' + key + '"';
  for (std::size_t at = text.find(quoted); at != std::string_view::npos;
       at = text.find(quoted, at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + quoted.size());
    if (next != std::string_view::npos && text[next] == ':') return line_of(text, at);
  }
  return 1;
}

// Folders from the study's root down to the file's own; only the latter where it lies elsewhere.
std::vector<fs::path> folders_down_to(const fs::path& study_root, const fs::path& file) {
  const fs::path root = fs::absolute(study_root.empty() ? "." : study_root).lexically_normal();
  const fs::path own = fs::absolute(file).lexically_normal().parent_path();
  const fs::path between = own.lexically_relative(root);
  if (between.empty() || *between.begin() == "..") return {file.parent_path()};
  std::vector<fs::path> folders{study_root};
  for (const auto& part : between) {
    if (part != ".") folders.push_back(folders.back() / part);
  }
  return folders;
}

bool applies(const BidsName& sidecar, const BidsName& recording, const std::string& suffix) {
  if (sidecar.extension != ".json" || sidecar.suffix != suffix) return false;
  return std::all_of(sidecar.entities.begin(), sidecar.entities.end(), [&](const auto& entity) {
    return std::find(recording.entities.begin(), recording.entities.end(), entity) !=
           recording.entities.end();
  });
}

// The applicable sidecars of one folder, the most general first; `own` is left for later.
std::vector<fs::path> applicable_in(const fs::path& folder, const BidsName& recording,
                                    SidecarFolders& folders) {
  const std::string suffix = recording.suffix.empty() ? "swe" : recording.suffix;
  std::vector<std::pair<std::size_t, fs::path>> found;
  for (const fs::path& file : folders.in(folder)) {
    const BidsName name = parse_bids_name(file);
    if (name.stem == recording.stem || !applies(name, recording, suffix)) continue;
    found.emplace_back(name.entities.size(), file);
  }
  std::sort(found.begin(), found.end());
  std::vector<fs::path> files;
  for (auto& [entities, file] : found) files.push_back(std::move(file));
  return files;
}

}  // namespace

const SidecarValue* Sidecar::find(std::string_view key) const {
  const auto at =
      std::lower_bound(values_.begin(), values_.end(), key,
                       [](const SidecarValue& v, std::string_view k) { return v.key < k; });
  return at != values_.end() && at->key == key ? &*at : nullptr;
}

bool Sidecar::is_own(std::string_view key) const {
  const SidecarValue* value = find(key);
  return value != nullptr && value->own;
}

std::optional<double> Sidecar::number(std::string_view key) const {
  const SidecarValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const Json parsed = parse_json(value->json, place_of(*value));
  if (!parsed.is_number()) refuse(*value, "a number, not " + value->json.substr(0, 40));
  return parsed.get<double>();
}

std::vector<double> Sidecar::numbers(std::string_view key) const {
  const SidecarValue* value = find(key);
  if (value == nullptr) return {};
  const Json parsed = parse_json(value->json, place_of(*value));
  if (parsed.is_number()) return {parsed.get<double>()};
  const bool list =
      parsed.is_array() && !parsed.empty() &&
      std::all_of(parsed.begin(), parsed.end(), [](const Json& j) { return j.is_number(); });
  if (!list) refuse(*value, "a number or a list of numbers, not " + value->json.substr(0, 40));
  return parsed.get<std::vector<double>>();
}

std::string Sidecar::text(std::string_view key) const {
  const SidecarValue* value = find(key);
  if (value == nullptr) return {};
  const Json parsed = parse_json(value->json, place_of(*value));
  if (!parsed.is_string()) refuse(*value, "a text in quotes, not " + value->json.substr(0, 40));
  return parsed.get<std::string>();
}

std::optional<bool> Sidecar::flag(std::string_view key) const {
  const SidecarValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  const Json parsed = parse_json(value->json, place_of(*value));
  if (!parsed.is_boolean()) refuse(*value, "true or false, not " + value->json.substr(0, 40));
  return parsed.get<bool>();
}

std::string Sidecar::raw(std::string_view key) const {
  const SidecarValue* value = find(key);
  return value == nullptr ? std::string{} : value->json;
}

std::string Sidecar::place(std::string_view key) const {
  const SidecarValue* value = find(key);
  return value == nullptr ? "'" + std::string(key) + "'" : place_of(*value);
}

std::vector<std::string> Sidecar::unknown_keys() const {
  std::vector<std::string> unknown;
  for (const SidecarValue& value : values_) {
    if (!is_sidecar_key(value.key)) unknown.push_back(value.key);
  }
  return unknown;
}

void Sidecar::set(const std::string& key, const std::string& json_text) {
  put({key, parse_json(json_text, "'" + key + "'").dump(), {}, 0, true});
}

void Sidecar::put(SidecarValue value) {
  const auto at =
      std::lower_bound(values_.begin(), values_.end(), value.key,
                       [](const SidecarValue& v, const std::string& k) { return v.key < k; });
  const bool there = at != values_.end() && at->key == value.key;
  if (value.json == "null") {
    if (there) values_.erase(at);
  } else if (there) {
    *at = std::move(value);
  } else {
    values_.insert(at, std::move(value));
  }
}

void Sidecar::merge(const fs::path& file, bool own) {
  const std::string text = read_text(file, kLargestSidecar);
  // Within the study: where this machine has it is nobody's business in a result.
  const std::string name = study_relative(study_root_, file).generic_string();
  const Json parsed = parse_json(text, name);
  if (!parsed.is_object()) {
    throw Error(ErrorKind::bad_data, name + ", line 1: a sidecar is one object, { ... }");
  }
  for (const auto& [key, value] : parsed.items()) {
    put({key, value.dump(), name, line_of_key(text, key), own});
  }
  files_.push_back(file);
}

const std::vector<fs::path>& SidecarFolders::in(const fs::path& folder) {
  const auto [known, fresh] = files_.try_emplace(folder);
  if (!fresh) return known->second;
  std::error_code failed;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().native().ends_with(".json")) {
      known->second.push_back(folder / at->path().filename());
    }
  }
  return known->second;
}

Sidecar resolve_sidecars(const fs::path& study_root, const fs::path& file,
                         SidecarFolders* folders) {
  SidecarFolders fresh;
  SidecarFolders& listed = folders == nullptr ? fresh : *folders;
  Sidecar sidecar;
  sidecar.study_root_ = study_root;
  const BidsName name = parse_bids_name(file);
  for (const fs::path& folder : folders_down_to(study_root, file)) {
    for (const fs::path& found : applicable_in(folder, name, listed)) sidecar.merge(found, false);
  }
  const fs::path own = file.parent_path() / (name.stem + ".json");
  std::error_code failed;
  if (fs::is_regular_file(own, failed)) sidecar.merge(own, true);
  return sidecar;
}

}  // namespace stiff
