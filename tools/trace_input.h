#pragma once

#include "stiff/io/trace_table.h"
#include "stiff/recording/identity.h"

#include <ostream>

#include "tools/input_recording.h"

namespace stiff::tool {

/// Reads a trace as `stiff run` would, and checks it. \throws Error (bad_data) where it would be
/// refused.
void check_trace(const InputRecording& input);

/// What `stiff info` says of a trace: its columns, its clock, what is known of the probe and what
/// is missing. \throws Error (bad_data) where it is no trace at all.
void print_trace(std::ostream& out, const InputRecording& input);

/// A trace with all that its sidecars say of it, to be written as the project's own recording.
struct ImportedTrace {
  TraceRecordingFile recording;
  RecordingIdentity identity;
};
ImportedTrace imported_trace(const InputRecording& input);

}  // namespace stiff::tool
