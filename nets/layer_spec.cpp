// Look-ups in the table of layers.
#include "nets/layer_spec.h"

#include <algorithm>

namespace lykos::nets {

int LayerSpec::parameter_index(std::string_view parameter) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name == parameter) return static_cast<int>(i);
  }
  return -1;
}

int LayerSpec::array_index(std::string_view array) const {
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i].name == array) return static_cast<int>(i);
  }
  return -1;
}

std::vector<DefaultOption> default_options(const LayerSpec& spec) {
  std::vector<DefaultOption> result;
  for (const ParameterSpec& p : spec.parameters) {
    if (p.option && p.kind != ParameterKind::Net && p.kind != ParameterKind::Nets) result.push_back({p.name, p.symbol, p.default_value});
  }
  for (const ArraySpec& a : spec.arrays) result.push_back({a.name, false, Automatic{}});
  if (spec.numbered_inputs()) result.push_back({"Inputs", false, Automatic{}});
  for (const auto* ports : {&spec.inputs, &spec.outputs}) {
    if (ports == &spec.inputs && spec.numbered_inputs()) continue;
    for (const PortSpec& p : *ports) {
      const bool known = std::any_of(result.begin(), result.end(), [&](const DefaultOption& option) { return option.name == p.name; });
      if (!known) result.push_back({p.name, false, Automatic{}});  // a state is a port of both sides
    }
  }
  const bool trainable = std::any_of(spec.arrays.begin(), spec.arrays.end(), [](const ArraySpec& a) { return a.role == ArrayRole::Trainable; });
  if (trainable || spec.is_operator()) result.push_back({"LearningRateMultipliers", true, Automatic{}});
  std::sort(result.begin(), result.end(), [](const DefaultOption& a, const DefaultOption& b) { return a.name < b.name; });
  return result;
}

}  // namespace lykos::nets
