#pragma once

#include "stiff/comparison/mixed_model.h"

namespace stiff {

/// That the data of a mixed model are whole and of one length, that there are two participants and
/// more rows than columns, and that the random terms can be told apart from each other and from
/// the residual. \throws Error (bad_data) with what is wrong.
void check_mixed_model(const MixedModelData& data);

/// The names of X's columns that follow from those before them; empty where X has full rank. A
/// column counts as following where less than 1e-7 of its length stands out of the others.
std::vector<std::string> dependent_columns(const Eigen::MatrixXd& fixed,
                                           const std::vector<std::string>& names);

}  // namespace stiff
