#pragma once

#include "stiff/io/sidecar.h"
#include "stiff/recording/identity.h"

#include <ostream>
#include <string>

namespace stiff::tool {

/// A line of `stiff info`: a name and what is known of it.
void info_line(std::ostream& out, std::string name, const std::string& text);

/// A number for people: six digits are more than any instrument has.
std::string shown(double value);

/// What is said of whose recording it is.
void print_identity(std::ostream& out, const RecordingIdentity& identity);

/// A sidecar key with its value, or what its lack means.
void print_key(std::ostream& out, const std::string& key, double value, const std::string& unit,
               const std::string& lack);

/// The sidecars that apply, and the keys in them that nothing reads.
void print_sidecars(std::ostream& out, const Sidecar& sidecar);

}  // namespace stiff::tool
