#pragma once

#include "stiff/core/options.h"
#include "stiff/result/estimates.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// What a table of readings does not say in a column of its own.
struct ReadingsOptions {
  std::string quantity;
  std::string units;
  std::string device;

  template <class Self, class Visitor>
  static void describe(Self& self, Visitor&& visit) {
    visit(Option{"quantity", "",
                 "What the scanner displays: shear_wave_speed, shear_modulus or young_modulus"},
          self.quantity);
    visit(Option{"units", "", "Its unit: m/s, kPa, Pa ..."}, self.units);
    visit(Option{"device", "", "The scanner, where the table has no column for it"}, self.device);
  }
};

/// A table of values that a scanner displayed, one row a reading. Columns, in any order and case:
///
///     value                     the number; n/a where the scanner gave none
///     quantity, units           what it is: shear_wave_speed (swv, speed), shear_modulus (mu, G),
///     young_modulus (E) participant, session, muscle, side, site, state, posture, probe_direction,
///     device, run region                    the scanner's region of interest; else the reading
///     counts as `all` repeat                    1, 2, ...; without it, rows that are alike but for
///     the value are counted std_error, n, quality     of the reading, where the scanner tells them
///     recording_id              else made of the participant, session, muscle ...
///
/// Instead of `value`, columns may be called by a quantity and its unit: `young_modulus (kPa)`.
/// Quantity and unit are those declared, by column, option or the table's sidecar (`Quantity`,
/// `Units`, `Device` in
/// `<stem>.json`), and are never guessed nor converted into another quantity. No other column is
/// kept.
///
/// Each reading becomes a row with method `device`; of repeats their mean too, as repeat 0, whose
/// standard error is that of the mean (SD / sqrt n, Student's t). The value of `all`, or of the
/// only region, is primary. \throws Error (bad_data) with line and column: quantity or unit missing
/// or not known, `stiffness` (which may be any), a value that no tissue has, one reading given
/// twice.
std::vector<RecordingResult> read_readings(const std::filesystem::path& table,
                                           const ReadingsOptions& options = {});

/// The quantity that people mean by a word: "SWV" is shear_wave_speed. Empty where it is not known.
std::string reading_quantity(std::string_view word);

}  // namespace stiff
