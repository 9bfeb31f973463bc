// Writes and reads files for the Python scripts of this folder, which are the independent readers
// and writers: `file_program WHAT FILE`. An Error ends it with its exit code and one line on
// stderr.
#include "stiff/core/error.h"
#include "stiff/io/hdf5_reader.h"
#include "stiff/io/maps_file.h"
#include "stiff/io/maps_reader.h"
#include "stiff/io/part_file.h"
#include "stiff/io/results_file.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/io/trace_file.h"
#include "stiff/io/trace_recording_file.h"
#include "stiff/io/trace_result_reader.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "io/candidate_samples.h"
#include "io/samples.h"
#include "io/trace_samples.h"
#include <sys/resource.h>

namespace {

using std::filesystem::path;

void read_everything(const stiff::hdf5::InGroup& group, int depth) {
  for (const std::string& name : group.names()) {
    if (group.has_group(name)) {
      if (depth < 8) read_everything(group.group(name), depth + 1);
      continue;
    }
    const stiff::hdf5::InDataset dataset = group.dataset(name);
    for (const std::string& attribute : dataset.attribute_names()) {
      dataset.texts_attribute(attribute);
      dataset.numbers_attribute(attribute);
    }
    double sum = 0;
    switch (dataset.type()) {
      case stiff::hdf5::Type::integer:
      case stiff::hdf5::Type::real:
        for (const double value : dataset.values<double>()) sum += value;
        break;
      case stiff::hdf5::Type::complex:
        for (const auto& value : dataset.complex_values()) sum += value.real() - value.imag();
        break;
      case stiff::hdf5::Type::text:
        sum = static_cast<double>(dataset.texts().size());
        break;
      default:
        break;
    }
    std::cout << dataset.path() << ' ' << sum << '\n';
  }
}

void print_recording(const path& file) {
  const stiff::ShearWaveRecording recording = stiff::read_shear_wave_file(file);
  stiff::validate(recording);
  std::cout.precision(17);
  std::cout << "axial " << recording.axial_m.first << ' ' << recording.axial_m.step << ' '
            << recording.axial_m.size << "\nlateral " << recording.lateral_m.first << ' '
            << recording.lateral_m.step << ' ' << recording.lateral_m.size << '\n'
            << "kind " << static_cast<int>(recording.kind) << '\n'
            << "pushes " << recording.acquisitions.size() << '\n'
            << "centre_frequency_hz " << recording.centre_frequency_hz << '\n'
            << "sound_speed_m_per_s " << recording.sound_speed_m_per_s << '\n'
            << "muscle " << recording.identity.muscle << '\n';
  for (const stiff::PushAcquisition& push : recording.acquisitions) {
    std::cout << "push " << push.push.lateral_m << ' ' << push.time_s.size() << '\n';
    if (push.iq.empty()) {
      std::cout << "sample_2_1_3 " << push.real(2, 1, 3) << '\n';
    } else {
      std::cout << "sample_2_1_3 " << push.iq(2, 1, 3).real() << ' ' << push.iq(2, 1, 3).imag()
                << '\n';
    }
  }
}

/// Columns with their units, sum and last value; then the metadata.
void print_trace(const path& file) {
  const stiff::TraceTable table = stiff::read_trace_table(file);
  std::cout.precision(17);
  for (const stiff::TraceColumn& column : table.columns) {
    double sum = 0;
    for (const double value : column.values) sum += value;
    std::cout << "column " << column.name << '|' << column.units << '|' << column.values.size()
              << '|' << sum << '|' << column.values.back() << '|' << column.fault << '\n';
  }
  for (const auto& [key, number] : table.numbers) std::cout << key << '|' << number << '\n';
  for (const auto& [key, text] : table.texts) std::cout << key << '|' << text << '\n';
}

void print_axis(const char* name, const stiff::Axis& axis) {
  std::cout << name << ' ' << axis.first << ' ' << axis.step << ' ' << axis.size << '\n';
}

template <class T>
void print_picture(const std::string& name, const stiff::Picture<T>& picture) {
  std::cout << name << ' ' << picture.rows() << ' ' << picture.cols();
  for (stiff::Index i = 0; i < picture.size(); ++i) {
    std::cout << ' ' << static_cast<double>(picture.data()[i]);
  }
  std::cout << '\n';
}

template <class Numbers>
void print_numbers(const std::string& name, const Numbers& numbers) {
  std::cout << name;
  for (const auto number : numbers) std::cout << ' ' << static_cast<double>(number);
  std::cout << '\n';
}

/// Every number of a file of maps, a line a picture.
void print_maps(const path& file) {
  const stiff::MapsFile read = stiff::read_maps(file);
  std::cout.precision(17);
  std::cout << "muscle " << read.identity.muscle << '\n';
  std::cout << "history " << read.provenance.history << '\n';
  print_axis("axial", read.maps.axial_m);
  print_axis("lateral", read.maps.lateral_m);
  for (const stiff::QuantityMap& map : read.maps.quantities) {
    std::cout << "note " << map.attributes_note << '\n';
    print_picture(map.quantity, map.value);
    print_picture(map.quantity + "_std_error", map.std_error);
  }
  print_picture("quality", read.maps.quality);
  print_picture("reason", read.maps.reason);
  print_picture("bmode", read.maps.bmode);
  for (const stiff::SpaceTime& line : read.maps.space_time) {
    print_axis("line_lateral", line.lateral_m);
    print_axis("line_time", line.time_s);
    print_picture(line.quantity, line.value);
    print_numbers("arrival", line.arrival_s);
    print_numbers("fit_arrival", line.fit_arrival_s);
  }
}

/// Every number of a file of traces, a line a signal or mark.
void print_traces(const path& file) {
  const stiff::TracesFile read = stiff::read_traces(file);
  std::cout.precision(17);
  std::cout << "muscle " << read.identity.muscle << '\n';
  for (const stiff::Trace& trace : read.traces) {
    std::cout << "trace " << trace.name << ' ' << trace.axis << ' ' << trace.axis_units << ' '
              << trace.repeat_name << ' ' << trace.repeats << '\n';
    print_numbers("at", trace.at);
    for (const stiff::TraceSignal& signal : trace.signals) {
      print_numbers("signal " + signal.name + " " + signal.units, signal.value);
    }
    for (const stiff::TraceMark& mark : trace.marks) {
      print_numbers("mark " + mark.name + " " + mark.units, mark.value);
    }
  }
}

/// A write that is cut by the file size limit, as a full disk cuts it.
void write_with_little_room(const path& file) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{20000, 20000};
  setrlimit(RLIMIT_FSIZE, &limit);
  stiff::write_results(file, stiff_test::sample_results(3000), stiff_test::sample_provenance());
}

void time_writes(const path& file) {
  using Clock = std::chrono::steady_clock;
  const auto time = [&](const char* name, int repeats, const std::function<void()>& work) {
    const auto start = Clock::now();
    for (int i = 0; i < repeats; ++i) work();
    const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
    std::cout << name << ' ' << spent.count() / repeats << " ms\n";
  };
  const auto results = stiff_test::sample_results(12500);
  const auto provenance = stiff_test::sample_provenance();
  const auto few = stiff_test::sample_results(1);
  const auto maps = stiff_test::sample_maps(130, 121);
  const auto recording = stiff_test::sample_recording(130, 121, 122);
  time("results_100k_rows_write", 3, [&] { stiff::write_results(file, results, provenance); });
  time("results_100k_rows_read", 3, [&] { stiff::read_table(file, "estimates"); });
  time("part_write", 50, [&] { stiff::write_part(file, few[0], "key"); });
  time("part_read", 50, [&] { stiff::read_part(file, "key"); });
  time("maps_write", 20, [&] { stiff::write_maps(file, maps, few[0].identity, provenance); });
  const auto traces = stiff_test::sample_traces(5, 800);
  const auto taps = stiff_test::sample_trace_recording(800);
  const auto trace_provenance = stiff_test::sample_provenance();
  time("traces_write", 50,
       [&] { stiff::write_traces(file, traces, few[0].identity, trace_provenance); });
  time("trace_recording_write", 50,
       [&] { stiff::write_trace_recording(file, taps, few[0].identity, trace_provenance); });
  time("trace_recording_read", 50, [&] { stiff::read_trace_table(file); });
  time("recording_write", 5, [&] { stiff::write_shear_wave_file(file, recording); });
  time("recording_read", 5, [&] { stiff::read_shear_wave_file(file); });
  std::filesystem::remove(file);
}

void run(const std::string& what, const path& file) {
  using namespace stiff_test;
  const std::map<std::string, std::function<void()>> actions{
      {"write-results",
       [&] { stiff::write_results(file, sample_results(3), sample_provenance()); }},
      {"write-empty", [&] { stiff::write_results(file, {}, sample_provenance()); }},
      {"write-maps",
       [&] {
         stiff::write_maps(file, sample_maps(5, 7), sample_results(1)[0].identity,
                           sample_provenance());
       }},
      {"write-candidates", [&] { stiff::write_candidate_file(file, sample_candidates()); }},
      {"write-candidate-map",
       [&] { stiff::write_candidate_map(file, sample_candidate_map(5, 7), sample_provenance()); }},
      {"write-recording",
       [&] {
         const stiff::ShearWaveTruth truth = sample_truth(6, 4);
         stiff::write_shear_wave_file(file, sample_recording(6, 4, 5), &truth);
       }},
      {"write-traces",
       [&] {
         stiff::write_traces(file, sample_traces(3, 7), sample_results(1)[0].identity,
                             sample_provenance());
       }},
      {"write-trace-recording",
       [&] {
         stiff::write_trace_recording(file, sample_trace_recording(9),
                                      sample_results(1)[0].identity, sample_provenance());
       }},
      {"read-trace", [&] { print_trace(file); }},
      {"read-maps", [&] { print_maps(file); }},
      {"read-traces", [&] { print_traces(file); }},
      {"write-part", [&] { stiff::write_part(file, sample_results(1)[0], "key"); }},
      {"write-full-disk", [&] { write_with_little_room(file); }},
      {"read-recording", [&] { print_recording(file); }},
      {"read-table",
       [&] { std::cout << stiff::read_table(file, "estimates").columns.at(0).size() << '\n'; }},
      {"read-all", [&] { read_everything(stiff::hdf5::open(file), 0); }},
      {"time", [&] { time_writes(file); }},
  };
  actions.at(what)();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 64;
  try {
    run(arguments[1], arguments[2]);
  } catch (const stiff::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
  return 0;
}
