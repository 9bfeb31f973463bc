#include "tools/simulated_study.h"

#include "stiff/core/error.h"
#include "stiff/io/atomic_file.h"
#include "stiff/io/bids_name.h"

#include <algorithm>
#include <iostream>

#include "tools/output_path.h"
#include "tools/progress_line.h"
#include <unistd.h>

namespace stiff::tool {

namespace fs = std::filesystem;

void write_simulated_study(const fs::path& folder, std::span<const SimulatedRecording> recordings,
                           const Progress& progress) {
  std::string participants = "participant_id\tgroup\n";
  std::vector<TruthRow> truth;
  std::string last;
  std::size_t done = 0;
  for (const SimulatedRecording& one : recordings) {
    const std::string participant = "sub-" + one.participant;
    const std::string stem = participant + "_muscle-" + one.muscle +
                             (one.side.empty() ? "" : "_side-" + one.side) + "_" + one.modality;
    const fs::path file = folder / participant / (stem + ".h5");
    make_folder(file.parent_path());
    const RecordingIdentity identity = identity_from_path(folder, file);
    for (TruthRow& row : one.write(file, identity)) {
      row.recording_id = identity.recording_id;
      truth.push_back(std::move(row));
    }
    if (participant != last) participants += participant + "\tphantom\n";
    last = participant;
    ++done;
    if (progress) progress(static_cast<double>(done), static_cast<double>(recordings.size()));
  }
  write_file_atomically(folder / "participants.tsv", participants);
  write_file_atomically(folder / "truth.tsv", truth_text(truth));
}

void write_simulated(const fs::path& out, std::span<const SimulatedRecording> recordings) {
  refuse_existing(out);
  if (names_a_file(out)) {
    if (recordings.size() > 1) {
      throw Error(ErrorKind::usage, "--count above 1 makes a study: --out must be a folder");
    }
    make_folder(out.parent_path());
    recordings.front().write(out, identity_from_path(out.parent_path(), out));
    return;
  }
  ProgressLine line(std::cerr, ::isatty(STDERR_FILENO) == 1);
  write_simulated_study(out, recordings, [&](double done, double total) {
    const auto number = static_cast<std::size_t>(done);
    line.item(number, static_cast<std::size_t>(total), "sub-" + recordings[number - 1].participant);
  });
}

void write_phantoms(
    const PhantomStudy& study,
    const std::function<SimulatedRecording(int n, const std::string& label)>& make) {
  std::vector<SimulatedRecording> recordings;
  for (int n = 0; n < study.count; ++n) {
    recordings.push_back(make(n, numbered_label(n + 1, study.count)));
  }
  write_simulated(study.out, recordings);
}

std::string numbered_label(int number, int largest) {
  const std::string text = std::to_string(number);
  const std::size_t width = std::max<std::size_t>(2, std::to_string(largest).size());
  return std::string(width - text.size(), '0') + text;
}

}  // namespace stiff::tool
