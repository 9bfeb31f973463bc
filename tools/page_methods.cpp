#include "tools/page_methods.h"

#include "stiff/io/provenance.h"
#include "stiff/io/reference_texts.h"

#include <utility>

namespace stiff::tool {

PageMethods page_methods(const hdf5::InGroup& root) {
  Provenance provenance = read_provenance(root);
  PageMethods methods;
  methods.version = root.text_attribute("stiff_version").value_or("");
  methods.history = std::move(provenance.history);
  methods.options = std::move(provenance.options);
  methods.defaulted = std::move(provenance.defaulted);
  methods.input_sha256 = std::move(provenance.input_sha256);
  methods.references = reference_texts(provenance.references);
  methods.reference_keys = std::move(provenance.references);
  return methods;
}

}  // namespace stiff::tool
