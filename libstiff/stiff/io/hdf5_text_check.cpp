#include "stiff/io/hdf5_text_check.h"

#include "stiff/core/error.h"
#include "stiff/io/hdf5_strings.h"

namespace stiff::hdf5 {

void check_texts(const InGroup& group) {
  StringsChecksum sum;
  group.add_attributes(sum, "");
  for (const InDataset& dataset : group.datasets()) {
    dataset.add_attributes(sum, dataset.name());
    if (dataset.is_variable_text()) sum.add(dataset.name(), dataset.texts());
  }
  if (group.text_attribute(kStringsChecksum) == sum.hex()) return;
  throw Error(
      ErrorKind::bad_data,
      "'" + group.file_name() + "': '" + group.path() +
          "' is damaged or was edited: its texts do not have the checksum written with them");
}

}  // namespace stiff::hdf5
