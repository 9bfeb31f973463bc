#pragma once

#include "stiff/core/estimate.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stiff {

/// A number that somebody printed of a muscle. It is for the eye: it comes of other devices,
/// methods and people, most of it of an abstract, and no score is made of it.
struct PublishedValue {
  std::string muscle;  ///< as the source names it
  std::string condition;
  bool healthy = true;  ///< false: people in pain, shown apart and never as a reference
  std::string method;
  std::string quantity;  ///< a name of `all_quantities()`
  std::string units;
  double value = kNaN;
  double sd = kNaN;       ///< between people (or muscles: the note says so); NaN where not seen
  double n = kNaN;        ///< NaN where not seen
  std::string statistic;  ///< `mean` or `median`
  std::string population;
  std::string read_from;  ///< `abstract`, `text`, or `unchecked`: taken over from a collection
  std::string reference;
  std::string note;
};

/// The table that this version was built with (datasets/published_muscle_stiffness.csv), healthy
/// rows first.
std::vector<PublishedValue> published_values();

/// The same of a text. \throws Error (bad_data) with the line: a column is missing, a quantity that
/// there is not or in another unit, no number, a word other than the ones above, no reference.
std::vector<PublishedValue> parse_published_values(std::string text,
                                                   const std::filesystem::path& path);

}  // namespace stiff
