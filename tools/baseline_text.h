#pragma once

#include "stiff/io/published_values.h"
#include "stiff/result/healthy_baseline.h"

#include <ostream>
#include <string>

namespace stiff::tool {

/// A number for people, to four digits; "not known" for NaN.
std::string four_digits(double value);

/// "masseter, shear_modulus (kPa), correlation_2d, ...", without what is not said.
std::string key_text(const BaselineKey& key);

/// What an entry says, a block of lines.
void print_entry(std::ostream& out, const BaselineEntry& entry, const HealthyBaseline& baseline);

/// What is known of a muscle's maps in a line: "uppertrapezius, map of shear_modulus (kPa): 20
/// people, 40 maps, uneven by 9.6 %, alike over 2.9 mm in depth and 2.8 mm along the probe".
std::string field_text(const FieldEntry& field);

/// The same as a block of lines, with level and trend.
void print_field(std::ostream& out, const FieldEntry& field);

/// A printed value with its source.
void print_published(std::ostream& out, const PublishedValue& value);

}  // namespace stiff::tool
