#include "stiff/result/recording_results.h"

#include "stiff/core/error.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"
#include "stiff/result/table_columns.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace stiff {
namespace {

using Texts = std::vector<std::string>;
using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

std::vector<RecordingResult> read_recordings(const Table& table) {
  const Texts& status = values_of_column<std::string>(table, "status");
  const Texts& message = values_of_column<std::string>(table, "message");
  std::vector<RecordingResult> results(status.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].status = status_from_string(status[i]);
    results[i].message = message[i];
  }
  for (const IdentityField& field : identity_fields()) {
    const Texts& values = values_of_column<std::string>(table, field.name);
    for (std::size_t i = 0; i < results.size(); ++i) {
      results[i].identity.*field.member = values[i];
    }
  }
  return results;
}

}  // namespace

std::vector<RecordingResult> recording_results(const Table& recordings, const Table& estimates) {
  std::vector<RecordingResult> results = read_recordings(recordings);
  std::map<std::string, RecordingResult*> by_id;
  for (RecordingResult& result : results) {
    if (!by_id.emplace(result.identity.recording_id, &result).second) {
      throw Error(ErrorKind::bad_data, "the table 'recordings' has two recordings '" +
                                           result.identity.recording_id + "'");
    }
  }
  const auto texts = [&](const char* name) -> const Texts& {
    return values_of_column<std::string>(estimates, name);
  };
  const auto reals = [&](const char* name) -> const Reals& {
    return values_of_column<double>(estimates, name);
  };
  const auto wholes = [&](const char* name) -> const Wholes& {
    return values_of_column<std::int64_t>(estimates, name);
  };
  const Texts &id = texts("recording_id"), &name = texts("quantity"), &roi = texts("roi"),
              &method = texts("method"), &units = texts("units"), &reason = texts("reason");
  const Reals &value = reals("value"), &error = reals("std_error"), &low = reals("ci_low"),
              &high = reals("ci_high"), &quality = reals("quality");
  const Wholes &repeat = wholes("repeat"), &primary = wholes("primary"), &n = wholes("n");
  for (std::size_t i = 0; i < id.size(); ++i) {
    const auto found = by_id.find(id[i]);
    if (found == by_id.end()) {
      throw Error(ErrorKind::bad_data, "the table 'estimates' has a number of '" + id[i] +
                                           "', which the table 'recordings' does not have");
    }
    if (quantity(name[i]).units != units[i]) {
      throw Error(ErrorKind::bad_data,
                  "the table 'estimates' has " + name[i] + " in '" + units[i] + "'");
    }
    found->second->estimates.push_back(
        {name[i],
         roi[i],
         method[i],
         static_cast<int>(repeat[i]),
         primary[i] != 0,
         {value[i], error[i], low[i], high[i], quality[i], n[i], reason_from_string(reason[i])}});
  }
  return results;
}

}  // namespace stiff
