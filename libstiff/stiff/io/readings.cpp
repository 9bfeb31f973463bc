#include "stiff/io/readings.h"

#include "stiff/core/error.h"
#include "stiff/io/device_readings.h"
#include "stiff/io/readings_table.h"
#include "stiff/io/sidecar.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <system_error>

namespace stiff {
namespace {

std::vector<std::string> identity_texts(const RecordingIdentity& id) {
  return {id.participant, id.session, id.muscle,          id.side,   id.site,
          id.state,       id.posture, id.probe_direction, id.device, id.run};
}

Estimate reading_estimate(const Reading& reading) {
  if (std::isnan(reading.value)) return no_estimate(Reason::too_few);
  return make_estimate(reading.value, reading.std_error, reading.quality,
                       std::max<std::int64_t>(reading.n, 1));
}

// The readings of one recording, one quantity and one region, as rows.
void add_rows(std::vector<const Reading*> group, bool primary, const DelimitedTable& table,
              RecordingResult& result) {
  const Reading& first = *group[0];
  EstimateRow row{first.quantity, first.region, "device", 0, primary, {}};
  if (group.size() == 1 && first.repeat == 0) {
    row.estimate = reading_estimate(first);
    result.estimates.push_back(row);
    return;
  }
  std::vector<double> values;
  for (const Reading* reading : group) values.push_back(reading->value);
  row.estimate = mean_of_repeats(values);
  result.estimates.push_back(row);
  row.primary = false;
  std::set<int> seen;
  int next = 1;
  for (const Reading* reading : group) {
    row.repeat = reading->repeat > 0 ? reading->repeat : next++;
    if (!seen.insert(row.repeat).second) {
      throw Error(ErrorKind::bad_data, table.path.filename().string() + ", line " +
                                           std::to_string(table.lines[reading->row]) + ": repeat " +
                                           std::to_string(row.repeat) + " of '" +
                                           result.identity.recording_id + "' stands twice");
    }
    row.estimate = reading_estimate(*reading);
    result.estimates.push_back(row);
  }
}

RecordingResult make_result(const std::vector<const Reading*>& readings,
                            const DelimitedTable& table) {
  RecordingResult result;
  result.identity = readings[0]->identity;
  std::map<std::string, std::map<std::string, std::vector<const Reading*>>> by_quantity;
  for (const Reading* reading : readings)
    by_quantity[reading->quantity][reading->region].push_back(reading);
  bool has_value = false;
  for (const auto& [quantity, regions] : by_quantity) {
    for (const auto& [region, group] : regions) {
      add_rows(group, region == "all" || regions.size() == 1, table, result);
    }
  }
  for (const EstimateRow& row : result.estimates) has_value = has_value || row.estimate.has_value();
  if (!has_value) {
    result.status = Status::refused;
    result.message = "the device gave no value";
  }
  return result;
}

ReadingsOptions with_sidecar(const std::filesystem::path& table, ReadingsOptions options) {
  const Sidecar sidecar = resolve_sidecars(table.parent_path(), table);
  const auto fill = [&](std::string& option, std::string_view key) {
    if (option.empty()) option = sidecar.text(key);
  };
  fill(options.quantity, "Quantity");
  fill(options.units, "Units");
  fill(options.device, "Device");
  return options;
}

}  // namespace

std::vector<RecordingResult> read_readings(const std::filesystem::path& path,
                                           const ReadingsOptions& options) {
  const DelimitedTable table = read_delimited_table(path);
  std::vector<Reading> readings = table_readings(table, with_sidecar(path, options));
  std::set<std::string> devices;
  for (const Reading& reading : readings) devices.insert(reading.identity.device);

  std::vector<std::string> order;
  std::map<std::string, std::vector<const Reading*>> by_id;
  for (Reading& reading : readings) {
    std::string& id = reading.identity.recording_id;
    if (id.empty()) id = device_recording_id(reading.identity, "swe", devices.size() > 1);
    auto& group = by_id[id];
    if (group.empty()) order.push_back(id);
    if (!group.empty() && identity_texts(group[0]->identity) != identity_texts(reading.identity)) {
      throw Error(ErrorKind::bad_data, path.filename().string() + ", line " +
                                           std::to_string(table.lines[reading.row]) + ": '" + id +
                                           "' is another muscle, side or session than in line " +
                                           std::to_string(table.lines[group[0]->row]));
    }
    group.push_back(&reading);
  }
  std::vector<RecordingResult> results;
  for (const std::string& id : order) results.push_back(make_result(by_id[id], table));
  return results;
}

}  // namespace stiff
