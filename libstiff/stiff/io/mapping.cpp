#include "stiff/io/mapping.h"

#include "stiff/core/error.h"
#include "stiff/io/json_text.h"

#include <algorithm>
#include <array>

namespace stiff {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 9> kMetadata{
    "CenterFrequency", "SamplingFrequency", "SoundSpeed",  "PulseRepetitionFrequency",
    "Density",         "TissueThickness",   "PushLateral", "PushAxial",
    "PushTime"};

class MappingReader {
 public:
  explicit MappingReader(std::string place) : place_(std::move(place)) {}

  Mapping read(const Json& json, SampleKind kind) const {
    if (!json.is_object()) refuse("must be an object, { ... }");
    Mapping mapping;
    mapping.kind = kind;
    for (const auto& [key, value] : json.items()) {
      if (key == "Samples") {
        mapping.samples = samples(value);
      } else if (key == "Axial") {
        mapping.axial = numbers(value, key);
      } else if (key == "Lateral") {
        mapping.lateral = numbers(value, key);
      } else if (key == "Time") {
        mapping.time = numbers(value, key);
      } else if (std::find(kMetadata.begin(), kMetadata.end(), key) != kMetadata.end()) {
        mapping.metadata.emplace_back(key, numbers(value, key));
      } else {
        refuse("'" + key + "' is not known in it");
      }
    }
    if (mapping.samples.names.empty()) refuse("'Samples' is missing in it");
    if (!mapping.lateral) refuse("'Lateral' is missing in it");
    if (!mapping.axial && mapping.samples.axial >= 0) refuse("'Axial' is missing in it");
    return mapping;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::bad_data, place_ + ": " + what);
  }

  void check_keys(const Json& value, const std::string& of,
                  std::initializer_list<std::string_view> known) const {
    if (!value.is_object()) refuse("'" + of + "' must be an object, { ... }");
    for (const auto& [key, unused] : value.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        refuse("'" + key + "' is not known in '" + of + "'");
      }
    }
  }

  std::string text(const Json& object, const std::string& of, const char* key) const {
    if (!object.contains(key)) return {};
    if (!object.at(key).is_string())
      refuse("'" + std::string(key) + "' of '" + of + "' must be a text");
    return object.at(key).get<std::string>();
  }

  double number(const Json& object, const std::string& of, const char* key) const {
    if (!object.contains(key) || !object.at(key).is_number()) {
      refuse("'" + std::string(key) + "' of '" + of + "' must be a number");
    }
    return object.at(key).get<double>();
  }

  MappedNumbers numbers(const Json& value, const std::string& of) const {
    check_keys(value, of, {"Name", "First", "Step", "Units"});
    MappedNumbers mapped;
    mapped.name = text(value, of, "Name");
    mapped.units = text(value, of, "Units");
    if (mapped.units.empty()) refuse("'Units' is missing in '" + of + "'");
    if (mapped.name.empty()) {
      mapped.first = number(value, of, "First");
      mapped.step = number(value, of, "Step");
    }
    return mapped;
  }

  std::vector<std::string> names(const Json& object, const char* key) const {
    if (!object.contains(key)) return {};
    const Json& value = object.at(key);
    if (value.is_string()) return {value.get<std::string>()};
    const bool list =
        value.is_array() && !value.empty() &&
        std::all_of(value.begin(), value.end(), [](const Json& j) { return j.is_string(); });
    if (!list) refuse("'" + std::string(key) + "' of 'Samples' must be a text or a list of texts");
    return value.get<std::vector<std::string>>();
  }

  MappedSamples samples(const Json& value) const {
    check_keys(value, "Samples", {"Name", "Real", "Imaginary", "Order", "Units"});
    MappedSamples mapped;
    mapped.names = names(value, value.contains("Real") ? "Real" : "Name");
    mapped.imaginary = names(value, "Imaginary");
    mapped.units = text(value, "Samples", "Units");
    if (value.contains("Real") != value.contains("Imaginary") ||
        (!mapped.imaginary.empty() && mapped.imaginary.size() != mapped.names.size())) {
      refuse("'Samples' has either Name, or as many Real as Imaginary parts");
    }
    if (mapped.names.empty()) refuse("'Name' is missing in 'Samples'");
    order(value, mapped);
    return mapped;
  }

  void order(const Json& value, MappedSamples& mapped) const {
    const char* what =
        "'Order' of 'Samples' must list the array's dimensions: \"axial\", \"lateral\", "
        "\"time\", \"push\", or \"1\" for one of size 1";
    if (!value.contains("Order") || !value.at("Order").is_array()) refuse(what);
    int position = 0;
    for (const Json& dimension : value.at("Order")) {
      const std::string name = dimension.is_string() ? dimension.get<std::string>() : "";
      int* place = name == "axial"     ? &mapped.axial
                   : name == "lateral" ? &mapped.lateral
                   : name == "time"    ? &mapped.time
                   : name == "push"    ? &mapped.push
                                       : nullptr;
      if ((place == nullptr && name != "1") || (place != nullptr && *place >= 0)) refuse(what);
      if (place != nullptr) *place = position;
      ++position;
    }
    if (mapped.lateral < 0 || mapped.time < 0)
      refuse("'Order' of 'Samples' must have \"lateral\" and \"time\"");
  }

  std::string place_;
};

}  // namespace

std::optional<SampleKind> stated_kind(const Sidecar& sidecar) {
  const std::string kind = sidecar.text("SampleKind");
  if (kind.empty()) return std::nullopt;
  if (kind == "iq") return SampleKind::iq;
  if (kind == "rf") return SampleKind::rf;
  if (kind == "displacement") return SampleKind::displacement;
  if (kind == "velocity") return SampleKind::velocity;
  throw Error(ErrorKind::bad_data, sidecar.place("SampleKind") +
                                       " is iq, rf, displacement or velocity, not '" + kind + "'");
}

Mapping parse_mapping(const Sidecar& sidecar) {
  const std::optional<SampleKind> kind = stated_kind(sidecar);
  if (!kind) {
    throw Error(ErrorKind::bad_data,
                "'SampleKind' is missing: say in the sidecar whether the samples are "
                "iq, rf, displacement or velocity");
  }
  const MappingReader reader(sidecar.place("Variables"));
  return reader.read(parse_json(sidecar.raw("Variables"), sidecar.place("Variables")), *kind);
}

}  // namespace stiff
