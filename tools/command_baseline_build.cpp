#include "stiff/baseline/cohort_values.h"
#include "stiff/baseline/healthy_baseline.h"
#include "stiff/core/error.h"
#include "stiff/io/baseline_file.h"
#include "stiff/io/checksum.h"
#include "stiff/io/muscles_table.h"
#include "stiff/io/participants_table.h"
#include "stiff/io/results_file.h"

#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "tools/baseline_maps.h"
#include "tools/baseline_text.h"
#include "tools/command.h"
#include "tools/muscle_naming.h"
#include "tools/output_path.h"

namespace stiff::tool {
namespace {

namespace fs = std::filesystem;

struct BuildSettings {
  fs::path out;
  fs::path participants;
  bool same_people = false;
  CohortOptions cohort;
  ToleranceLevel level;
  BaselineMapSettings maps;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "FILE", "The baseline to write, for example healthy.h5"}},
          self.out);
    visit(Option{"participants", "FILE", "The study's participants.tsv, for sex, age and group"},
          self.participants);
    visit(
        Option{"same-people", "", "Several RESULTS are of one study: equal labels are one person"},
        self.same_people);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Which numbers", self.cohort);
    visit("Limits", self.level);
    visit("Maps", self.maps);
  }
};

fs::path results_of(const fs::path& given) {
  return fs::is_directory(given) ? given / "results.h5" : given;
}

/// The maps of one study, where the results lie in the folder of a run.
void read_maps_of(const BuildSettings& settings, const fs::path& file, const Table& recordings,
                  const ParticipantsTable* participants, const std::string& study,
                  FieldCohort& fields) {
  if (!settings.maps.use || !fs::is_directory(file.parent_path() / "maps")) return;
  std::map<std::string, Person> people;
  if (participants) people = people_of(participants->table);
  const MapsTaken taken =
      add_maps(fields, file.parent_path(), recordings, participants ? &people : nullptr,
               settings.cohort, settings.maps, study);
  for (const std::string& note : taken.notes) std::cerr << "stiff: left out: " << note << "\n";
  std::cerr << "stiff: " << taken.maps << (taken.maps == 1 ? " map" : " maps") << " of "
            << file.parent_path().string() << "\n";
}

std::vector<CohortValue> read_cohort(const BuildSettings& settings, const Call& call,
                                     Provenance& provenance, FieldCohort& fields) {
  std::optional<ParticipantsTable> participants;
  if (!settings.participants.empty()) {
    if (call.arguments.size() > 1 && !settings.same_people) {
      throw Error(ErrorKind::usage,
                  "--participants is of one study: give one RESULTS, or --same-people, or build "
                  "each study's baseline and merge them");
    }
    participants = read_participants_table(settings.participants);
  }
  const MuscleTable muscles = MuscleTable::shipped();
  std::vector<CohortValue> values;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const fs::path file = results_of(call.arguments[i]);
    const std::string checksum = sha256_of_file(file);
    if (!seen.insert(checksum).second) {
      throw Error(ErrorKind::usage, file.string() + ": the same results are given twice");
    }
    const std::string study = settings.same_people ? "" : std::to_string(i);
    CohortValues cohort;
    Table recordings;
    try {
      recordings = read_table(file, "recordings");
      cohort = cohort_values(recordings, read_table(file, "estimates"),
                             participants ? &participants->table : nullptr, settings.cohort, study);
    } catch (const Error& error) {
      throw Error(error.kind(), file.string() + ": " + error.what());
    }
    for (const std::string& note : cohort.notes) {
      std::cerr << "stiff: " << file.string() << ": " << note << "\n";
    }
    for (CohortValue& value : cohort.values) {
      name_as_the_table_does(value.key.muscle, value.key.side, muscles);
    }
    values.insert(values.end(), std::make_move_iterator(cohort.values.begin()),
                  std::make_move_iterator(cohort.values.end()));
    provenance.input_sha256.emplace_back(file.filename().string(), checksum);
    name_as_the_table_does(recordings, muscles);
    read_maps_of(settings, file, recordings, participants ? &*participants : nullptr, study,
                 fields);
  }
  return values;
}

int baseline_build(const BuildSettings& settings, const Call& call) {
  refuse_existing(settings.out);
  Provenance provenance = call.provenance;
  FieldCohort fields;
  const std::vector<CohortValue> values = read_cohort(settings, call, provenance, fields);
  HealthyBaseline baseline = build_baseline(values, settings.level);
  baseline.fields = fields.entries();
  make_folder(settings.out.parent_path());
  write_baseline_file(settings.out, baseline, provenance);
  for (const BaselineEntry& entry : baseline.entries) {
    if (entry.key.side != "all" || entry.key.site != "all") continue;
    std::cerr << "stiff: " << key_text(entry.key) << ": " << entry.people.size()
              << (entry.people.size() == 1 ? " person" : " people")
              << (entry.note.empty() ? "" : "; " + entry.note) << "\n";
  }
  for (const FieldEntry& field : baseline.fields)
    std::cerr << "stiff: " << field_text(field) << "\n";
  std::cerr << "stiff: " << baseline.entries.size()
            << (baseline.entries.size() == 1 ? " entry in " : " entries in ")
            << settings.out.string() << "\n";
  return 0;
}

}  // namespace

extern const Command kBaselineBuild;
const Command kBaselineBuild{
    .name = "baseline build",
    .summary = "Makes a healthy baseline of a cohort's results",
    .description =
        "Takes the primary numbers of healthy people's results and writes what is known of healthy "
        "muscle: for each muscle, quantity, method, device, state, posture and probe direction the "
        "centre, the spread between and within people, centiles and tolerance limits, over all "
        "sides "
        "and sites and for each. The person is the unit: sides, sites and runs of one person are "
        "not "
        "independent. The limits hold a stated share of healthy values with a stated confidence, "
        "so "
        "that few people give wide limits.\n\n"
        "Where the folder of a run holds maps, the same of them: how uneven healthy muscle is, "
        "over "
        "which distance neighbours are alike, how it changes with depth and along the probe.\n\n"
        "The file keeps a count, a mean and a sum of squares a person, with sex and age where "
        "--participants says them, and no label: baselines are merged without the raw data. People "
        "of two RESULTS are different people unless --same-people says otherwise.",
    .arguments = {{"RESULTS", "A results.h5 of `stiff run` or `stiff import`, or the folder of one",
                   1, kAnyNumber}},
    .examples = {{"stiff baseline build results --out healthy.h5", "Of one cohort"},
                 {"stiff baseline build results --participants study/participants.tsv --group "
                  "control --out healthy.h5",
                  "Of a study's controls, with sex and age"}},
    .job = job<BuildSettings, baseline_build>};

}  // namespace stiff::tool
