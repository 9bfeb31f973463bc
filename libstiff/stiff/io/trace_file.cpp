#include "stiff/io/trace_file.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_writer.h"
#include "stiff/result/identity_fields.h"

#include <cstdint>
#include <numeric>
#include <span>
#include <string>

namespace stiff {
namespace {

void write_trace(hdf5::OutGroup& root, const Trace& trace) {
  hdf5::OutGroup group = root.group(trace.name);
  std::vector<std::int32_t> numbers(trace.repeats);
  std::iota(numbers.begin(), numbers.end(), 1);
  group.scale(trace.repeat_name, std::span<const std::int32_t>(numbers),
              {"1", trace.repeat_name + ", as `repeat` in estimates"});
  group.scale(trace.axis, std::span<const double>(trace.at),
              {trace.axis_units, trace.axis_long_name});
  const std::vector<std::string> dimensions =
      trace.repeats == 1 ? std::vector<std::string>{trace.axis}
                         : std::vector<std::string>{trace.repeat_name, trace.axis};
  for (const TraceSignal& signal : trace.signals) {
    group.variable(signal.name, std::span<const float>(signal.value), dimensions,
                   {signal.units, signal.long_name});
  }
  for (const TraceMark& mark : trace.marks) {
    group.variable(mark.name, std::span<const double>(mark.value), {trace.repeat_name},
                   {mark.units, mark.long_name});
  }
}

}  // namespace

void write_traces(const std::filesystem::path& path, const std::vector<Trace>& traces,
                  const RecordingIdentity& identity, const Provenance& provenance) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, "stiff traces", provenance);
  for (const IdentityField& field : identity_fields()) {
    root.attribute(field.name, identity.*field.member);
  }
  for (const Trace& trace : traces) write_trace(root, trace);
  writer.save(path);
}

}  // namespace stiff
