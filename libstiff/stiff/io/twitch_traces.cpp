#include "stiff/io/twitch_traces.h"

#include "stiff/core/error.h"
#include "stiff/io/trace_identity.h"
#include "stiff/io/trace_table.h"

#include <string>
#include <vector>

namespace stiff {
namespace {

std::vector<std::size_t> acceleration_columns(const TraceTable& table) {
  std::vector<std::size_t> columns;
  for (const auto& names :
       {std::initializer_list<std::string_view>{"acceleration_x", "accel_x", "acc_x", "a_x", "x"},
        {"acceleration_y", "accel_y", "acc_y", "a_y", "y"},
        {"acceleration_z", "accel_z", "acc_z", "a_z", "z"}}) {
    if (const auto column = table.find(names)) columns.push_back(*column);
  }
  if (!columns.empty()) return columns;
  return table.find_numbered({"acceleration", "accel", "acc", "a"});
}

}  // namespace

TwitchRecording read_unchecked_twitch(const std::filesystem::path& file, const Sidecar& sidecar) {
  const TraceTable table = read_trace_table(file, sidecar);
  const std::vector<std::size_t> columns = acceleration_columns(table);
  if (columns.empty()) {
    throw Error(ErrorKind::bad_data,
                file.filename().string() +
                    ": it has no column of an acceleration ('acceleration [m/s2]', or "
                    "'acceleration_x [m/s2]' and so on); it has " +
                    table.column_list());
  }
  const TraceClock clock = trace_clock(table, sidecar);
  require_uniform(clock, table);
  TwitchRecording recording;
  recording.format = table.format;
  recording.identity = trace_identity(table, sidecar);
  if (recording.identity.modality.empty()) recording.identity.modality = "twitch";
  recording.sampling_frequency_hz = clock.sampling_frequency_hz;
  recording.first_s = clock.time_s.empty() ? 0 : clock.time_s.front();
  for (const std::size_t column : columns) {
    recording.axes_m_per_s2.push_back(table.si(column, Dimension::acceleration));
  }
  return recording;
}

TwitchRecording read_twitch_recording(const std::filesystem::path& file, const Sidecar& sidecar) {
  TwitchRecording recording = read_unchecked_twitch(file, sidecar);
  try {
    validate(recording);
  } catch (const Error& error) {
    throw Error(error.kind(), file.filename().string() + ": " + error.what());
  }
  return recording;
}

}  // namespace stiff
