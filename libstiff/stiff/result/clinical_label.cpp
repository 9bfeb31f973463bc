#include "stiff/result/clinical_label.h"

#include "stiff/core/error.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

constexpr std::array<std::string_view, 5> kNames{"none", "trigger_point", "active", "latent",
                                                 "taut_band"};

}  // namespace

std::string_view to_string(LabelKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

LabelKind label_kind_from_string(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    throw Error(ErrorKind::bad_data, "there is no label called '" + std::string(name) + "'");
  }
  return static_cast<LabelKind>(found - kNames.begin());
}

}  // namespace stiff
