#pragma once

#include "stiff/core/estimate.h"
#include "stiff/recording/identity.h"

#include <span>
#include <string>
#include <string_view>

namespace stiff {

/// The mean of a device's repeats, each given the same weight, with the standard error of a mean
/// (SD / sqrt n, Student's t); without an error bar where there is one alone. Values that are NaN
/// do not count; where there is no other, the answer is none (`too_few`).
/// \param step of the device's last digit: repeats that it rounds to one number agree no better
/// than step / sqrt 12, and the standard error is not below that. 0 where it is not known.
Estimate mean_of_repeats(std::span<const double> values, double step = 0);

/// A text as a label of a BIDS name: its letters and digits alone.
std::string bids_label(std::string_view text);

/// `sub-01_ses-1_muscle-soleus_side-left_..._<suffix>`, of what the identity says;
/// `reading_<suffix>` where it says nothing.
std::string device_recording_id(const RecordingIdentity& identity, std::string_view suffix,
                                bool with_device);

}  // namespace stiff
