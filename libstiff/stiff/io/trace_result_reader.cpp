#include "stiff/io/trace_result_reader.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/hdf5_text_check.h"
#include "stiff/result/identity_fields.h"

#include <cstddef>
#include <string>
#include <utility>

namespace stiff {
namespace {

[[noreturn]] void refuse(const hdf5::InGroup& group, const std::string& what) {
  throw Error(ErrorKind::bad_data,
              "'" + group.file_name() + "': the trace '" + group.name() + "' " + what);
}

std::string text_of(const hdf5::InDataset& dataset, const char* attribute) {
  return dataset.text_attribute(attribute).value_or("");
}

/// The two scales: whole numbers for the repeats, real ones for the axis.
void read_scales(const hdf5::InGroup& group, const std::vector<hdf5::InDataset>& all,
                 Trace& trace) {
  bool repeats = false, axis = false;
  for (const hdf5::InDataset& dataset : all) {
    if (!dataset.has_attribute("CLASS") || dataset.shape().size() != 1) continue;
    if (dataset.type() == hdf5::Type::integer && !repeats) {
      repeats = true;
      trace.repeat_name = dataset.name();
      trace.repeats = dataset.size();
    } else if (dataset.type() == hdf5::Type::real && !axis) {
      axis = true;
      trace.axis = dataset.name();
      trace.axis_units = text_of(dataset, "units");
      trace.axis_long_name = text_of(dataset, "long_name");
      trace.at = dataset.values<double>();
    }
  }
  if (!repeats || !axis) refuse(group, "has no axis");
}

/// A signal is on (axis), or on (repeat, axis) where there are several; a mark is on (repeat).
void read_member(const hdf5::InGroup& group, const hdf5::InDataset& dataset, Trace& trace) {
  using Shape = std::vector<std::size_t>;
  const std::size_t size = trace.at.size();
  const Shape of_signal = trace.repeats == 1 ? Shape{size} : Shape{trace.repeats, size};
  if (dataset.shape() == of_signal) {
    trace.signals.push_back({dataset.name(), text_of(dataset, "units"),
                             text_of(dataset, "long_name"), dataset.values<float>()});
  } else if (dataset.shape() == Shape{trace.repeats}) {
    trace.marks.push_back({dataset.name(), text_of(dataset, "units"), text_of(dataset, "long_name"),
                           dataset.values<double>()});
  } else {
    refuse(group, "has '" + dataset.name() + "' of another size than its axes");
  }
}

Trace read_trace(const hdf5::InGroup& group) {
  hdf5::check_texts(group);
  Trace trace;
  trace.name = group.name();
  const std::vector<hdf5::InDataset> all = group.datasets();
  read_scales(group, all, trace);
  for (const hdf5::InDataset& dataset : all) {
    if (dataset.name() == trace.repeat_name || dataset.name() == trace.axis) continue;
    read_member(group, dataset, trace);
  }
  return trace;
}

}  // namespace

TracesFile read_traces(const std::filesystem::path& path) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, "stiff traces");
  hdf5::check_texts(root);
  TracesFile file;
  file.provenance = read_provenance(root);
  for (const IdentityField& field : identity_fields()) {
    file.identity.*field.member = root.text_attribute(field.name).value_or("");
  }
  for (const std::string& name : root.names_in_order()) {
    if (root.has_group(name)) file.traces.push_back(read_trace(root.group(name)));
  }
  return file;
}

}  // namespace stiff
