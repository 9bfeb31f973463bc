#include "stiff/core/error.h"
#include "stiff/io/bids_name.h"
#include "stiff/io/checksum.h"
#include "stiff/io/readings.h"
#include "stiff/io/recording_reader.h"
#include "stiff/io/results_file.h"
#include "stiff/io/shear_wave_file.h"
#include "stiff/io/trace_recording_file.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/input_recording.h"
#include "tools/myoton_import.h"
#include "tools/output_path.h"
#include "tools/own_process.h"
#include "tools/trace_input.h"

namespace stiff::tool {

/// What is imported.
enum class ImportFrom { recording, readings, myoton_export };

std::span<const Choice<ImportFrom>> choices(ImportFrom) {
  static constexpr std::array<Choice<ImportFrom>, 3> all{
      {{ImportFrom::recording, "recording"},
       {ImportFrom::readings, "readings"},
       {ImportFrom::myoton_export, "myoton-export"}}};
  return all;
}

namespace {

namespace fs = std::filesystem;

struct ImportSettings {
  fs::path out;
  ImportFrom from = ImportFrom::recording;
  fs::path study;
  fs::path muscles, sites;
  ReadingsOptions readings;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "PATH", "A file (x.h5), or for recordings a folder that is made"}},
          self.out);
    visit(Option{"from", "",
                 "What the files are: recordings of any known format, a table of a scanner's own "
                 "readings, or a hand-held myotonometer's export"},
          self.from);
    visit(Option{"study", "DIR",
                 "Where sidecars are inherited from; else the folder above `sub-` and `ses-`"},
          self.study);
    visit(Option{"muscles", "FILE", "Of an export: a table of muscles over the one that stiff has"},
          self.muscles);
    visit(
        Option{"sites", "FILE",
               "Of an export: what its texts for a place mean (columns text, muscle, site, side)"},
        self.sites);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Readings, where the table has no column for it", self.readings);
  }
};

void write_recording(const InputRecording& input, const fs::path& target, Provenance provenance) {
  for (const auto* group : {&input.files, &input.sidecar.files()}) {
    for (const fs::path& file : *group) {
      provenance.input_sha256.emplace_back(
          file.lexically_relative(input.sidecar.study_root()).generic_string(),
          sha256_of_file(file));
    }
  }
  if (input.is_trace()) {
    check_trace(input);
    const ImportedTrace trace = imported_trace(input);
    make_folder(target.parent_path());
    write_trace_recording(target, trace.recording, trace.identity, provenance);
    return;
  }
  const ShearWaveRecording recording =
      input.cine ? read_unchecked_recording(input.file, input.sidecar)  // it has no push
                 : read_shear_wave_recording(input.file, input.sidecar);
  make_folder(target.parent_path());
  write_shear_wave_file(target, recording, nullptr, provenance);
}

/// Where a recording goes in a folder: as it lies in its study, with the extension of HDF5.
fs::path place_in(const fs::path& folder, const InputRecording& input) {
  const fs::path relative = input.file.lexically_relative(input.sidecar.study_root());
  return folder / relative.parent_path() / (parse_bids_name(input.file).stem + ".h5");
}

/// Files that go into a folder: one that is no good stops no other.
int import_into_folder(const ImportSettings& settings, const Call& call) {
  int code = 0;
  for (const std::string& file : call.arguments) {
    try {
      in_own_process(file, [&] {
        const InputRecording input = open_input(file, settings.study);
        const fs::path target = place_in(settings.out, input);
        refuse_existing(target);
        write_recording(input, target, call.provenance);
        std::cout << target.string() << "\n";
      });
    } catch (const Error& error) {
      if (call.arguments.size() == 1) throw;
      std::cerr << "stiff: " << error.what() << "\n";
      if (code == 0) code = error.exit_code();
    }
  }
  return code;
}

/// The readings of all tables as one results file. An id in two tables would be two recordings.
void import_readings(const ImportSettings& settings, const Call& call) {
  std::vector<RecordingResult> results;
  Provenance provenance = call.provenance;
  for (const std::string& table : call.arguments) {
    std::vector<RecordingResult> more = read_readings(table, settings.readings);
    results.insert(results.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
    provenance.input_sha256.emplace_back(fs::path(table).filename().string(),
                                         sha256_of_file(table));
  }
  std::ranges::sort(results, {}, [](const RecordingResult& r) { return r.identity.recording_id; });
  for (std::size_t i = 1; i < results.size(); ++i) {
    if (results[i].identity.recording_id == results[i - 1].identity.recording_id) {
      throw Error(ErrorKind::bad_data, "the recording '" + results[i].identity.recording_id +
                                           "' has readings in two tables");
    }
  }
  make_folder(settings.out.parent_path());
  write_results(settings.out, results, provenance);
}

int import(const ImportSettings& settings, const Call& call) {
  if (settings.from != ImportFrom::recording) {
    if (!names_a_file(settings.out)) {
      throw Error(ErrorKind::usage,
                  "readings and exports become one results file: --out must end in .h5");
    }
    refuse_existing(settings.out);
    if (settings.from == ImportFrom::myoton_export) {
      return import_myoton({.files = {call.arguments.begin(), call.arguments.end()},
                            .out = settings.out,
                            .muscles = settings.muscles,
                            .sites = settings.sites,
                            .device = settings.readings.device},
                           call.provenance, std::cerr);
    }
    import_readings(settings, call);
    return 0;
  }
  if (!names_a_file(settings.out)) return import_into_folder(settings, call);
  if (call.arguments.size() > 1) {
    throw Error(ErrorKind::usage, "several recordings need a folder: --out must not end in .h5");
  }
  refuse_existing(settings.out);
  in_own_process(call.arguments.front(), [&] {
    write_recording(open_input(call.arguments.front(), settings.study), settings.out,
                    call.provenance);
  });
  return 0;
}

}  // namespace

extern const Command kImport;
const Command kImport{
    .name = "import",
    .summary = "Writes recordings of any known format, or a scanner's readings, as HDF5",
    .description =
        "A recording is written as libstiff's own HDF5 (datasets/FORMAT.md) with all that its "
        "sidecars "
        "say, so that it stands alone. In a folder each lies as in its study.\n\n"
        "`--from readings` takes a table (CSV or TSV) of values that a scanner gave itself: speed, "
        "shear "
        "or Young's modulus, with device, muscle, region and repeat. They become a results file "
        "whose "
        "estimates have `method = device`. Nothing already there is overwritten.\n\n"
        "`--from myoton-export` takes the export of a hand-held myotonometer (30 columns, a row a "
        "tap). Names, birth dates, operators and dates go into no file and no message. Every row "
        "is imported, found to stand there twice, or refused with a reason, as the table `account` "
        "of the file says; `missing` names the taps, sides and sessions that are not there. "
        "Ends with 1 where a row was refused.",
    .arguments = {{"FILE",
                   "A recording (for a Vantage triple any of its files), or a table of readings", 1,
                   kAnyNumber}},
    .examples = {{"stiff import sub-01_muscle-soleus_swe.mat --out recordings",
                  "One recording into a folder"},
                 {"stiff import readings.csv --from readings --out readings.h5",
                  "A scanner's own values as a results file"},
                 {"stiff import export.csv --from myoton-export --out device.h5",
                  "A myotonometer's export as a results file"}},
    .job = job<ImportSettings, import>};

}  // namespace stiff::tool
