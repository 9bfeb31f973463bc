#pragma once

#include "stiff/core/progress.h"
#include "stiff/io/provenance.h"
#include "stiff/phantom/cohort_phantom.h"

#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace stiff::tool {

/// What the full chain needs beyond a cohort's own options.
struct CohortEcho {
  double snr_db = 30;
  double prf_hz = 8000;
  double axial_pitch_m = 0.2e-3;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"snr", "dB", "Mean speckle power over thermal noise power", -20, 200},
          self.snr_db);
    visit(Option{"prf", "Hz", "Frame rate", 100, 1e5}, self.prf_hz);
    visit(Option{"axial-pitch", "m", "Distance of the echoes' samples in depth", 2e-5, 5e-3},
          self.axial_pitch_m);
  }
};

/// The phantom of one recording: its picture is the grid's, its pushes are as deep as the map's
/// middle with an axial SD of half `error_depth`, and its frames last until a wave has crossed the
/// picture from the outermost push.
SwePhantomOptions cohort_phantom_of(const CohortRecording& recording, const CohortGrid& grid,
                                    const UnevenMuscle& uneven, const MapChainOptions& chain,
                                    const CohortEcho& echo);

/// A folder of results as `stiff run` leaves it: results.h5, maps/<recording>.h5; beside it
/// participants.tsv, lesions.tsv, labels.tsv, and truth.tsv (of the whole map: the true modulus'
/// median over the pixels with a value). \throws Error (cannot_create, io).
void write_cohort_results(const std::filesystem::path& folder, std::span<const CohortPerson> people,
                          const CohortMaps& maps, const std::string& muscle,
                          const Provenance& provenance, const Progress& progress = {});

/// A study of recordings that `stiff run` takes, with the same tables; truth.tsv holds the lesions.
/// \param phantom_of as `cohort_phantom_of`, the rest bound.
void write_cohort_study(const std::filesystem::path& folder, std::span<const CohortPerson> people,
                        const std::function<SwePhantomOptions(const CohortRecording&)>& phantom_of,
                        const std::string& muscle, const Progress& progress = {});

}  // namespace stiff::tool
