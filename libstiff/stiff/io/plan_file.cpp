#include "stiff/io/plan_file.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

namespace stiff {
namespace {

using Json = nlohmann::ordered_json;

Json pairs_to_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json all = Json::array();
  for (const auto& [name, value] : pairs) all.push_back({name, value});
  return all;
}

std::vector<std::pair<std::string, std::string>> pairs_from_json(const Json& all) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Json& pair : all) {
    pairs.emplace_back(pair.at(0).get<std::string>(), pair.at(1).get<std::string>());
  }
  return pairs;
}

PlanRecord from_json(const Json& json) {
  PlanRecord record;
  Provenance& provenance = record.provenance;
  provenance.history = json.at("history").get<std::string>();
  provenance.options = pairs_from_json(json.at("options"));
  provenance.defaulted = json.at("defaulted").get<std::vector<std::string>>();
  provenance.input_sha256 = pairs_from_json(json.at("inputs"));
  provenance.references = json.at("references").get<std::vector<std::string>>();
  for (const Json& one : json.at("recordings")) {
    record.recordings.push_back(
        {one.at("recording_id").get<std::string>(), one.at("key").get<std::string>()});
  }
  return record;
}

}  // namespace

void write_plan_file(const std::filesystem::path& path, const PlanRecord& record) {
  const Provenance& provenance = record.provenance;
  Json recordings = Json::array();
  for (const PlanRecord::Entry& entry : record.recordings) {
    recordings.push_back({{"recording_id", entry.recording_id}, {"key", entry.key}});
  }
  const Json json{{"format_version", kFormatVersion},
                  {"history", provenance.history},
                  {"options", pairs_to_json(provenance.options)},
                  {"defaulted", provenance.defaulted},
                  {"inputs", pairs_to_json(provenance.input_sha256)},
                  {"references", provenance.references},
                  {"recordings", recordings}};
  // A file name that is no UTF-8 is replaced here, and so the same in every run.
  write_file_atomically(path, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

PlanRecord read_plan_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::no_input, "'" + path.string() + "' is not there: nothing was run yet");
  }
  std::ostringstream text;
  text << file.rdbuf();
  try {
    const Json json = Json::parse(text.str());
    if (json.at("format_version").get<int>() > kFormatVersion) {
      throw Error(ErrorKind::bad_data,
                  "'" + path.string() + "' was made by a newer version of stiff");
    }
    return from_json(json);
  } catch (const Json::exception& fault) {
    throw Error(ErrorKind::bad_data, "'" + path.string() + "' is damaged; run the study again");
  }
}

}  // namespace stiff
