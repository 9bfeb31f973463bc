#pragma once

#include "stiff/io/published_values.h"
#include "stiff/result/baseline.h"

#include <ostream>
#include <string>

namespace stiff::tool {

/// A number for people, to four digits; "not known" for NaN.
std::string four_digits(double value);

/// "masseter, shear_modulus (kPa), correlation_2d, ...", without what is not said.
std::string key_text(const BaselineKey& key);

/// What an entry says, a block of lines.
void print_entry(std::ostream& out, const BaselineEntry& entry, const HealthyBaseline& baseline);

/// A printed value with its source.
void print_published(std::ostream& out, const PublishedValue& value);

}  // namespace stiff::tool
