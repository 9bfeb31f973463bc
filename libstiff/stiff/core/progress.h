#pragma once

#include <functional>

namespace stiff {

/// Called with the work done and the work there is. It may be empty, and is never called at once
/// from two threads.
using Progress = std::function<void(double done, double total)>;

}  // namespace stiff
