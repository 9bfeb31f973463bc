#pragma once

#include "stiff/comparison/change_pairs.h"
#include "stiff/result/table_columns.h"

#include <string>
#include <vector>

namespace stiff {

/// The columns that say what a row of a comparison is of: quantity, method, roi, muscle, state,
/// posture, probe_direction. \param kind_of gives a row's ComparedKind.
template <class Rows, class KindOf>
std::vector<Column> kind_columns(const Rows& rows, KindOf kind_of) {
  const auto text = [&](const char* name, const char* long_name,
                        std::string ComparedKind::*member) {
    return column_of_rows<std::string>(rows, name, "", long_name,
                                       [&](const auto& row) { return kind_of(row).*member; });
  };
  return {
      text("quantity", "quantity", &ComparedKind::quantity),
      text("method", "method of the numbers", &ComparedKind::method),
      text("roi", "region of the numbers", &ComparedKind::roi),
      text("muscle", "muscle", &ComparedKind::muscle),
      text("state", "state", &ComparedKind::state),
      text("posture", "posture", &ComparedKind::posture),
      text("probe_direction", "probe along or across the fibres", &ComparedKind::probe_direction)};
}

}  // namespace stiff
