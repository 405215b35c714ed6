// The table of all layers: families joined and sorted by name.
#include <algorithm>
#include <memory>

#include "nets/layers/families.h"

namespace lykos::nets {

std::span<const LayerSpec* const> all_layers() {
  static const std::vector<const LayerSpec*> rows = [] {
    static std::vector<std::vector<LayerSpec>> families;
    for (auto family : {affine_layers, elementwise_layers, convolution_layers, normalization_layers, dropout_layers, shape_layers,
                        assembly_layers, aggregation_layers, indexing_layers, sequence_layers, recurrent_layers, attention_layers, resampling_layers,
                        random_layers, placeholder_layers, loss_layers, mapping_operators, recurrence_operators, adversarial_operators, function_layers,
                        compiled_layers}) {
      families.push_back(family());
    }
    std::vector<const LayerSpec*> result;
    for (const auto& family : families) {
      for (const LayerSpec& row : family) result.push_back(&row);
    }
    std::sort(result.begin(), result.end(), [](const LayerSpec* a, const LayerSpec* b) { return a->name < b->name; });
    return result;
  }();
  return rows;
}

const LayerSpec* find_layer(std::string_view head) {
  const auto rows = all_layers();
  const auto it = std::lower_bound(rows.begin(), rows.end(), head, [](const LayerSpec* row, std::string_view name) { return row->name < name; });
  if (it != rows.end() && (*it)->name == head) return *it;
  static const std::vector<LayerSpec> nodes = function_nodes();
  for (const LayerSpec& row : nodes) {
    if (row.name == head) return &row;
  }
  return nullptr;
}

}  // namespace lykos::nets
