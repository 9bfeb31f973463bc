#include "stiff/io/trace_identity.h"

#include "stiff/io/apply_sidecar.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/shear_wave_keys.h"

#include <cmath>

namespace stiff {

RecordingIdentity trace_identity(const TraceTable& table, const Sidecar& sidecar) {
  const std::filesystem::path root =
      sidecar.study_root().empty() ? table.path.parent_path() : sidecar.study_root();
  RecordingIdentity identity = identity_from_path(root, table.path);
  for (const IdentityKey& key : kIdentityKeys) {
    std::string& text = identity.*key.field;
    if (text.empty()) text = table.text(key.name);
  }
  apply_identity(sidecar, identity);
  return identity;
}

double trace_number(const TraceTable& table, const Sidecar& sidecar, std::string_view key) {
  return stated_number(sidecar, key, table.number(key));
}

std::vector<double> trace_values(const TraceTable& table, const Sidecar& sidecar,
                                 std::size_t column, Dimension dimension, std::string_view key) {
  std::vector<double> values = table.si(column, dimension);
  const double factor = trace_number(table, sidecar, key);
  if (factor == 0) table.refuse(column, "'" + std::string(key) + "' is 0");
  if (std::isnan(factor) || factor == 1) return values;
  for (double& value : values) value *= factor;
  return values;
}

std::string trace_text(const TraceTable& table, const Sidecar& sidecar, std::string_view key) {
  const std::string in_file = table.text(key);
  if (!in_file.empty() && !sidecar.is_own(key)) return in_file;
  return sidecar.has(key) ? sidecar.text(key) : in_file;
}

}  // namespace stiff
