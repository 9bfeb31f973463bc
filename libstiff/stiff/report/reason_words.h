#pragma once

#include "stiff/core/reason.h"

#include <string_view>

namespace stiff {

/// Why there is no number, for a reader without a manual: a few words, and a sentence.
struct ReasonWords {
  std::string_view brief;     ///< "under the push"
  std::string_view sentence;  ///< with a full stop
};

ReasonWords reason_words(Reason reason);

}  // namespace stiff
