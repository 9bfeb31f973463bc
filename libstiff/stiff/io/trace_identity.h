#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/io/trace_table.h"
#include "stiff/recording/identity.h"

#include <string>
#include <string_view>
#include <vector>

namespace stiff {

/// Whose trace it is: what its name and its folders (under the sidecar's study root) say stands
/// above what its own file says, and this above its folders' sidecars; `<stem>.json` stands above
/// the file. `source_sha256` is left to the caller. \throws Error (bad_data) naming the sidecar's
/// key.
RecordingIdentity trace_identity(const TraceTable& table, const Sidecar& sidecar);

/// A number by the rank of `stated_number`, under a sidecar's key; NaN where nobody says it.
double trace_number(const TraceTable& table, const Sidecar& sidecar, std::string_view key);

/// A column in SI, times the factor that is given for it under a key (`ForceScale`, ...; 1 where
/// nobody says it), -1 where its maker's sign is the other one. \throws Error (bad_data) as
/// `TraceTable::si` does, and for a factor of 0.
std::vector<double> trace_values(const TraceTable& table, const Sidecar& sidecar,
                                 std::size_t column, Dimension dimension, std::string_view key);

/// A text likewise; empty where nobody says it.
std::string trace_text(const TraceTable& table, const Sidecar& sidecar, std::string_view key);

}  // namespace stiff
