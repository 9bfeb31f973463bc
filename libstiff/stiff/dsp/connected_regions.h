#pragma once

#include "stiff/core/axis.h"

#include <vector>

namespace stiff {

/// The connected pixels (8 neighbours) of a picture for which `inside` says so: a number from 1 for
/// each region, in row-major order of their first pixels, 0 elsewhere. Returns how many there are.
int connected(Index rows, Index columns, const std::vector<unsigned char>& inside,
              std::vector<int>& number);

}  // namespace stiff
