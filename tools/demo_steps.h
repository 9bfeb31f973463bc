#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/command.h"

namespace stiff::tool {

/// Runs a command as people type it, what it prints on stdout being left out. Returns its exit
/// code.
int run_quietly(const Command& command, const std::vector<std::string>& words);

/// What a part of the demo came to.
struct DemoPart {
  std::string text;
  bool as_expected = false;
};

/// A cohort of healthy people and patients with nodules: baseline, candidates, how well these tell,
/// pages. Made anew in `folder`/healthy, `folder`/patients and `folder`/healthy.h5.
DemoPart demo_candidates(const std::filesystem::path& folder);

/// A two-arm study before and after a treatment, in `folder`/trial: changes, responders, a mixed
/// model, pages; the planted effect beside what was found.
DemoPart demo_trial(const std::filesystem::path& folder);

}  // namespace stiff::tool
