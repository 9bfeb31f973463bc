#include "tools/bound_option.h"

#include "stiff/core/version.h"

namespace stiff::tool {

Provenance recorded_options(std::string_view command, const std::vector<BoundOption>& options) {
  Provenance provenance;
  provenance.history = "stiff " + std::string(version()) + " " + std::string(command);
  for (const BoundOption& option : options) {
    if (!option.changes_results) continue;
    const std::string value = option.text();
    provenance.options.emplace_back(option.name, value);
    if (value == option.default_text) {
      provenance.defaulted.push_back(option.name);
    } else {
      provenance.history += " --" + option.name + "=" + value;
    }
  }
  return provenance;
}

}  // namespace stiff::tool
