#include "stiff/result/recorded_estimates.h"

#include "stiff/core/error.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/table_columns.h"

#include <string_view>
#include <unordered_map>

namespace stiff {

RecordedEstimates::RecordedEstimates(const Table& recordings, const Table& estimates)
    : quantity(values_of_column<std::string>(estimates, "quantity")),
      roi(values_of_column<std::string>(estimates, "roi")),
      method(values_of_column<std::string>(estimates, "method")),
      units(values_of_column<std::string>(estimates, "units")),
      reason(values_of_column<std::string>(estimates, "reason")),
      repeat(values_of_column<std::int64_t>(estimates, "repeat")),
      primary(values_of_column<std::int64_t>(estimates, "primary")),
      value(values_of_column<double>(estimates, "value")),
      std_error(values_of_column<double>(estimates, "std_error")),
      quality(values_of_column<double>(estimates, "quality")) {
  recordings_.resize(rows_of(recordings));
  for (const IdentityField& field : identity_fields()) {
    const auto& texts = values_of_column<std::string>(recordings, field.name);
    for (std::size_t i = 0; i < texts.size(); ++i) recordings_[i].*field.member = texts[i];
  }
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < recordings_.size(); ++i) {
    if (!by_id.emplace(recordings_[i].recording_id, i).second) {
      throw Error(ErrorKind::bad_data,
                  "the recording '" + recordings_[i].recording_id + "' stands twice");
    }
  }
  const auto& ids = values_of_column<std::string>(estimates, "recording_id");
  owner_.reserve(ids.size());
  for (const std::string& id : ids) {
    const auto found = by_id.find(id);
    if (found == by_id.end()) {
      throw Error(ErrorKind::bad_data, "an estimate belongs to no recording: '" + id + "'");
    }
    owner_.push_back(found->second);
  }
}

}  // namespace stiff
