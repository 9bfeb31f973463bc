#pragma once

#include "stiff/io/muscles_table.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

namespace stiff {

/// Where a tap was, as a device's free text says it.
struct ExportSite {
  std::string muscle;  ///< label; empty where no table knows it
  std::string side;    ///< `left`, `right`, or empty where the texts do not say
  std::string site;    ///< the text that is left for the place within the muscle
};

/// From what people type into a device ("Object", "Location", "Pattern") to muscles: by the user's
/// table first, then by the names of the muscles.
class SiteMap {
 public:
  explicit SiteMap(const MuscleTable& muscles) : muscles_(muscles) {}

  /// Adds a table with the columns `text`, `muscle`, and where wanted `site` and `side`.
  /// \throws Error (no_input, io); (bad_data) with the line: a column missing, a text that stands
  /// twice, a muscle that there is not (with the nearest names), a side that is none.
  void extend(const std::filesystem::path& table);

  /// Texts are compared as muscles' names are. Tried in turn: object and location together
  /// ("Trapezius", "Upper"), the object, the location, the pattern.
  ExportSite find(std::string_view object, std::string_view location,
                  std::string_view pattern) const;

 private:
  ExportSite known(std::string_view text) const;

  const MuscleTable& muscles_;
  std::unordered_map<std::string, ExportSite> by_text_;
};

}  // namespace stiff
