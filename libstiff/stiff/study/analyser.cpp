#include "stiff/study/analyser.h"

namespace stiff {

RecordingResult without_answer(const RecordingIdentity& identity, const Analyser* analyser,
                               Status status, Reason reason, const std::string& message) {
  RecordingResult result{
      .identity = identity, .status = status, .message = message, .estimates = {}};
  if (analyser == nullptr) return result;
  for (const ExpectedQuantity& expected : analyser->expected) {
    result.estimates.push_back({.quantity = expected.quantity,
                                .roi = "all",
                                .method = expected.method,
                                .repeat = 0,
                                .primary = true,
                                .estimate = no_estimate(reason)});
  }
  return result;
}

}  // namespace stiff
