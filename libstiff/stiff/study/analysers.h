#pragma once

#include "stiff/contact/compression_options.h"
#include "stiff/contact/indentation_options.h"
#include "stiff/contact/tap_options.h"
#include "stiff/contact/twitch_options.h"
#include "stiff/study/analyser.h"
#include "stiff/study/study_tables.h"
#include "stiff/wave/shear_wave_options.h"

#include <memory>
#include <vector>

namespace stiff {

/// The options of every family of recordings.
struct AnalysisOptions {
  ShearWaveOptions shear_wave;
  TapOptions taps;
  IndentationOptions indentation;
  CompressionOptions compression;
  TwitchOptions twitch;

  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    ShearWaveOptions::groups(self.shear_wave, visit);
    TapOptions::groups(self.taps, visit);
    IndentationOptions::groups(self.indentation, visit);
    CompressionOptions::groups(self.compression, visit);
    TwitchOptions::groups(self.twitch, visit);
  }
};

/// The way from a recording to its result, for each modality that is analysed. A new one is an
/// entry here and its options above.
std::vector<Analyser> analysers(const AnalysisOptions& options,
                                std::shared_ptr<const StudyTables> tables);

}  // namespace stiff
