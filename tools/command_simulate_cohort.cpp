#include "stiff/core/error.h"
#include "stiff/phantom/cohort_phantom.h"

#include <array>
#include <iostream>
#include <string>

#include "tools/command.h"
#include "tools/option_text.h"
#include "tools/output_path.h"
#include "tools/progress_line.h"
#include "tools/simulated_cohort.h"
#include <unistd.h>

namespace stiff::tool {

/// How a cohort is measured.
enum class CohortChain { maps, iq };

std::span<const Choice<CohortChain>> choices(CohortChain) {
  static constexpr std::array<Choice<CohortChain>, 2> all{
      {{CohortChain::maps, "maps"}, {CohortChain::iq, "iq"}}};
  return all;
}

namespace {

struct CohortStudy {
  CohortChain chain = CohortChain::maps;
  std::string muscle = "uppertrapezius";
  std::uint64_t seed = 1;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"chain", "",
                 "maps: results at once, measured by a formula; iq: a study of recordings for "
                 "`stiff run`"},
          self.chain);
    visit(Option{"muscle", "NAME", "The muscle's label"}, self.muscle);
    visit(Option{"seed", "1", "Seed of all that is by chance"}, self.seed);
  }
};

struct SimulateCohortSettings {
  std::filesystem::path out;
  CohortStudy study;
  CohortPhantomOptions cohort;
  CohortGrid grid;
  MapChainOptions chain;
  CohortEcho echo;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(RequiredOption{{"out", "DIR", "The folder to write, absent or empty"}}, self.out);
  }
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Study", self.study);
    visit("People", self.cohort.people);
    visit("Muscle", self.cohort.uneven);
    visit("Nodules and bands", self.cohort.lesions);
    visit("Picture", self.grid);
    visit("Measurement", self.chain);
    visit("Recordings (--chain iq)", self.echo);
  }
};

/// The label is part of file names.
void check_label(const std::string& muscle) {
  for (const char c : muscle) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
      throw Error(ErrorKind::usage,
                  "--muscle takes a label of letters and digits, not '" + one_line(muscle) + "'");
    }
  }
  if (muscle.empty()) throw Error(ErrorKind::usage, "--muscle is empty");
}

int simulate_cohort(const SimulateCohortSettings& settings, const Call& call) {
  check_label(settings.study.muscle);
  refuse_existing(settings.out);
  CohortPhantomOptions options = settings.cohort;
  options.seed = settings.study.seed;
  const CohortMaps maps(settings.grid, options.uneven, settings.chain);
  const std::vector<CohortPerson> people = cohort_people(options, maps.field());
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  ProgressLine line(std::cerr, terminal);
  // Maps are there at once: their count is for a person who looks on.
  const bool slow = settings.study.chain == CohortChain::iq;
  const Progress progress = [&](double done, double total) {
    if (slow || terminal) {
      line.item(static_cast<std::size_t>(done), static_cast<std::size_t>(total), "recordings");
    }
  };
  if (slow) {
    const auto phantom_of = [&](const CohortRecording& one) {
      return cohort_phantom_of(one, settings.grid, options.uneven, settings.chain, settings.echo);
    };
    write_cohort_study(settings.out, people, phantom_of, settings.study.muscle, progress);
  } else {
    write_cohort_results(settings.out, people, maps, settings.study.muscle, call.provenance,
                         progress);
  }
  return 0;
}

}  // namespace

extern const Command kSimulateCohort;
const Command kSimulateCohort{
    .name = "simulate cohort",
    .summary = "Writes healthy people and patients whose nodules and bands are known",
    .description =
        "Healthy people differ between and within themselves, and each one's muscle is uneven, "
        "with "
        "a stated correlation. Patients have, in one side, nodules and taut bands of a stated size "
        "and ratio at places by chance.\n\n"
        "By default the folder is one of results, as `stiff run` leaves it (results.h5, maps/), "
        "whose maps were measured by a formula: the truth, blurred as the full chain from IQ blurs "
        "it, with its error, that error's correlation and the pixels without a value. `--chain iq` "
        "writes recordings instead, for `stiff run`, at some ten seconds each.\n\n"
        "Beside them are participants.tsv (`group` healthy or patient), lesions.tsv (what is "
        "where), labels.tsv (the same as a clinician's labels) and truth.tsv. Equal options give "
        "equal bytes; more people leave those that are there as they are.",
    .arguments = {},
    .examples =
        {{"stiff simulate cohort --out healthy --people 20", "20 healthy people, both sides"},
         {"stiff simulate cohort --out study --people 20 --patients 50 --nodule-diameter 6mm "
          "--uneven-axial-length 2mm --uneven-lateral-length 2mm",
          "50 patients with a nodule of 6 mm, in muscle uneven over 2 mm"},
         {"stiff simulate cohort --out bands --patients 20 --nodules 0 --bands 1",
          "Patients with a taut band of 4 x 20 mm"},
         {"stiff simulate cohort --out recordings --chain iq --people 2 --patients 2",
          "A study of IQ recordings that `stiff run` measures"}},
    .job = job<SimulateCohortSettings, simulate_cohort>};

}  // namespace stiff::tool
