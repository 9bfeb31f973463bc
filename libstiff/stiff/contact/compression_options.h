#pragma once

#include "stiff/contact/hold_detection.h"
#include "stiff/contact/hold_tremor.h"
#include "stiff/contact/release_detection.h"

namespace stiff {

/// Everything that `analyse_compression` can be told, beside the relaxation's own options, which
/// are those of every hold.
struct CompressionOptions {
  HoldDetectionOptions hold;
  ReleaseOptions release;
  TremorOptions tremor;

  template <class Self, class Visitor>
  static void describe(Self&, Visitor&&) {}
  template <class Self, class Visitor>
  static void groups(Self& self, Visitor&& visit) {
    visit("Compression: holds", self.hold);
    visit("Compression: release and guarding", self.release);
    visit("Compression: tremor", self.tremor);
  }
};

}  // namespace stiff
