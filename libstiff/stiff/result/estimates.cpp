#include "stiff/result/estimates.h"

#include "stiff/core/error.h"
#include "stiff/result/identity_fields.h"
#include "stiff/result/quantity.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 3> kStatusNames{"ok", "refused", "failed"};

struct NamedRow {
  const std::string* recording_id;
  const EstimateRow* row;
};

auto sort_key(const NamedRow& named) {
  const EstimateRow& row = *named.row;
  return std::make_tuple(std::string_view(*named.recording_id), std::string_view(row.quantity),
                         !row.primary, std::string_view(row.roi), std::string_view(row.method),
                         row.repeat);
}

std::vector<NamedRow> sorted_rows(const std::vector<RecordingResult>& results) {
  std::vector<NamedRow> rows;
  for (const RecordingResult& result : results) {
    for (const EstimateRow& row : result.estimates) {
      rows.push_back({&result.identity.recording_id, &row});
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const NamedRow& a, const NamedRow& b) { return sort_key(a) < sort_key(b); });
  return rows;
}

template <class T, class Get>
Column column(const std::vector<NamedRow>& rows, const char* name, const char* units,
              const char* long_name, Get get) {
  std::vector<T> values;
  values.reserve(rows.size());
  for (const NamedRow& row : rows) values.push_back(get(row));
  return {name, units, long_name, std::move(values)};
}

}  // namespace

std::string_view to_string(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}

Status status_from_string(std::string_view name) {
  const auto found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) {
    throw Error(ErrorKind::bad_data, "there is no status called '" + std::string(name) + "'");
  }
  return static_cast<Status>(found - kStatusNames.begin());
}

Table recordings_table(const std::vector<RecordingResult>& results) {
  std::vector<const RecordingResult*> sorted;
  sorted.reserve(results.size());
  for (const RecordingResult& result : results) sorted.push_back(&result);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RecordingResult* a, const RecordingResult* b) {
                     return a->identity.recording_id < b->identity.recording_id;
                   });
  const auto texts = [&](auto get) {
    std::vector<std::string> values;
    values.reserve(sorted.size());
    for (const RecordingResult* result : sorted) values.emplace_back(get(*result));
    return values;
  };
  Table table{"recordings", {}};
  for (const IdentityField& field : identity_fields()) {
    table.columns.push_back(
        {std::string(field.name), "", std::string(field.long_name),
         texts([&](const RecordingResult& result) { return result.identity.*field.member; })});
  }
  table.columns.push_back(
      {"status", "", "ok, refused or failed",
       texts([](const RecordingResult& result) { return to_string(result.status); })});
  table.columns.push_back({"message", "", "why, where the status is not ok; or a note",
                           texts([](const RecordingResult& result) { return result.message; })});
  return table;
}

Table estimates_table(const std::vector<RecordingResult>& results) {
  const std::vector<NamedRow> rows = sorted_rows(results);
  using Text = std::string;
  const auto text = [&](const char* name, const char* long_name, auto get) {
    return column<Text>(rows, name, "", long_name, get);
  };
  const auto real = [&](const char* name, const char* units, const char* long_name,
                        double Estimate::*field) {
    return column<double>(rows, name, units, long_name,
                          [=](const NamedRow& named) { return named.row->estimate.*field; });
  };
  const auto whole = [&](const char* name, const char* long_name, auto get) {
    return column<std::int64_t>(rows, name, "1", long_name, get);
  };
  Table table{"estimates", {}};
  auto& columns = table.columns;
  columns.push_back(text("recording_id", "study-relative stem of the recording",
                         [](const NamedRow& named) { return *named.recording_id; }));
  columns.push_back(text("quantity", "what was measured",
                         [](const NamedRow& named) { return named.row->quantity; }));
  columns.push_back(text("roi", "region: all, or its name",
                         [](const NamedRow& named) { return named.row->roi; }));
  columns.push_back(text("method", "how it was measured",
                         [](const NamedRow& named) { return named.row->method; }));
  columns.push_back(whole("repeat", "0: whole recording; 1, 2, ...: a push, tap or cycle",
                          [](const NamedRow& named) { return named.row->repeat; }));
  columns.push_back(whole("primary", "1 on the one row of its quantity to quote",
                          [](const NamedRow& named) { return named.row->primary ? 1 : 0; }));
  // These four are in the unit of their row, so that they have no unit of their own.
  columns.push_back(real("value", "", "value, in the row's units", &Estimate::value));
  columns.push_back(
      real("std_error", "", "standard error, in the row's units", &Estimate::std_error));
  columns.push_back(
      real("ci_low", "", "lower end of the 95 % interval, in the row's units", &Estimate::ci_low));
  columns.push_back(real("ci_high", "", "upper end of the 95 % interval, in the row's units",
                         &Estimate::ci_high));
  columns.push_back(
      text("units", "unit of value, std_error, ci_low and ci_high",
           [](const NamedRow& named) { return Text(quantity(named.row->quantity).units); }));
  columns.push_back(whole("n", "samples that contribute, as the method counts them",
                          [](const NamedRow& named) { return named.row->estimate.n; }));
  columns.push_back(real("quality", "1", "quality, 0 to 1", &Estimate::quality));
  columns.push_back(text("reason", "why there is no value, or none", [](const NamedRow& named) {
    return Text(to_string(named.row->estimate.reason));
  }));
  return table;
}

}  // namespace stiff
