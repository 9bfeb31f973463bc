#include "stiff/wave/compound.h"

#include "stiff/core/error.h"
#include "stiff/core/estimate.h"

#include <algorithm>
#include <cmath>

namespace stiff {
namespace {

// How near to an answer a part came.
int nearness(Reason reason) {
  switch (reason) {
    case Reason::out_of_range:
      return 6;
    case Reason::low_correlation:
      return 5;
    case Reason::low_signal:
      return 4;
    case Reason::no_wave:
      return 3;
    case Reason::under_push:
      return 2;
    case Reason::outside_field:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Picture<unsigned char> CompoundMap::valid() const {
  return (reason == static_cast<std::int8_t>(Reason::none)).cast<unsigned char>();
}

CompoundMap compound(const std::vector<SlownessMap>& parts,
                     const std::vector<Picture<float>>& scatter) {
  if (parts.empty() || parts.size() != scatter.size()) {
    throw Error(ErrorKind::usage, "compounding needs one picture of scatter a part");
  }
  const Index rows = parts.front().reason.rows();
  const Index columns = parts.front().reason.cols();
  const auto nan = static_cast<float>(kNaN);
  CompoundMap out{Picture<float>::Constant(rows, columns, nan), Picture<float>::Zero(rows, columns),
                  Picture<float>::Constant(rows, columns, nan),
                  Picture<std::int8_t>::Constant(rows, columns,
                                                 static_cast<std::int8_t>(Reason::outside_field))};
  for (Index z = 0; z < rows; ++z) {
    for (Index x = 0; x < columns; ++x) {
      double weight = 0;
      double slowness = 0;
      double correlation = 0;
      double systematic = 0;
      auto reason = Reason::outside_field;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto why = static_cast<Reason>(parts[i].reason(z, x));
        if (why != Reason::none) {
          if (nearness(why) > nearness(reason)) reason = why;
          continue;
        }
        const double variance = static_cast<double>(scatter[i](z, x));
        if (!(variance >= 0)) continue;
        const double rho = std::clamp(static_cast<double>(parts[i].correlation(z, x)), 0.0, 0.999);
        const double w = rho * rho / (1 - rho * rho) / (variance + 1e-12);
        weight += w;
        slowness += w * parts[i].slowness(z, x);
        correlation += w * rho;
        systematic += w * static_cast<double>(parts[i].systematic_s_per_m(z, x));
      }
      if (weight > 0) {
        out.slowness_s_per_m(z, x) = static_cast<float>(slowness / weight);
        out.systematic_s_per_m(z, x) = static_cast<float>(systematic / weight);
        out.correlation(z, x) = static_cast<float>(correlation / weight);
        reason = Reason::none;
      }
      out.reason(z, x) = static_cast<std::int8_t>(reason);
    }
  }
  return out;
}

}  // namespace stiff
