#pragma once

#include "stiff/recording/identity.h"
#include "stiff/result/table.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stiff {

/// The tables `recordings` and `estimates` of a results file, joined: each row of `estimates` with
/// the recording that it is of. The estimates' table must outlive it.
class RecordedEstimates {
 public:
  /// \throws Error (bad_data): a column is missing; an estimate belongs to no recording, or a
  /// recording stands twice.
  RecordedEstimates(const Table& recordings, const Table& estimates);

  std::size_t size() const { return quantity.size(); }
  const RecordingIdentity& recording(std::size_t row) const { return recordings_[owner_[row]]; }
  std::size_t recording_number(std::size_t row) const { return owner_[row]; }
  const std::vector<RecordingIdentity>& recordings() const { return recordings_; }

  // Columns of `estimates`.
  const std::vector<std::string>& quantity;
  const std::vector<std::string>& roi;
  const std::vector<std::string>& method;
  const std::vector<std::string>& units;
  const std::vector<std::string>& reason;
  const std::vector<std::int64_t>& repeat;
  const std::vector<std::int64_t>& primary;
  const std::vector<double>& value;
  const std::vector<double>& std_error;
  const std::vector<double>& quality;

 private:
  std::vector<RecordingIdentity> recordings_;
  std::vector<std::size_t> owner_;  ///< of each estimate
};

}  // namespace stiff
