// A net as a table of text: what it takes, what each layer does and gives, and how large it is.
#include "builtins/nets/net_summary.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "builtins/nets/coders.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "nets/graph.h"
#include "nets/information.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetInformation;

namespace {

using Row = std::vector<std::string>;
constexpr std::size_t kLongestParameters = 44;

std::size_t width(const std::string& text) { return static_cast<std::size_t>(character_count(text)); }

// 1234567 as "1,234,567".
std::string grouped(std::int64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string bytes_text(std::int64_t bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB"};
  double amount = static_cast<double>(bytes);
  int unit = 0;
  while (amount >= 1000 && unit < 4) {
    amount /= 1000;
    ++unit;
  }
  char text[40];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.3g %s", amount, kUnits[unit]);
  return text;
}

std::string port_text(const nets::Port& port) {
  return port.coder ? static_cast<const Coder&>(*port.coder).summary() : nets::summary(port.type);
}

std::string ports_text(const std::vector<nets::Port>& ports) {
  std::string text;
  for (const nets::Port& port : ports) {
    if (port.role == nets::PortRole::State) continue;
    if (!text.empty()) text += ", ";
    if (ports.size() > 1) text += port.name + ": ";
    text += port_text(port);
  }
  return text;
}

// What tells a layer from others of its kind: positional parameters, then those that are not at their defaults.
std::string parameters_text(const Net& layer) {
  if (!layer.is_layer()) return {};
  std::string text;
  const nets::LayerSpec& spec = *layer->spec;
  for (std::size_t i = 0; i < layer->parameters.size(); ++i) {
    const nets::ParameterSpec& parameter = spec.parameters[i];
    const nets::Value& value = layer->parameters[i];
    if (value == parameter.default_value && !parameter.required) continue;
    const std::string shown = short_text(value_to_expr(value), kLongestParameters);
    if (!text.empty()) text += ", ";
    text += parameter.positional && text.empty() ? shown : parameter.name + " -> " + shown;
  }
  if (width(text) > kLongestParameters) {
    const std::vector<std::string> characters = utf8_characters(text);
    text.clear();
    for (std::size_t i = 0; i + 3 < kLongestParameters; ++i) text += characters[i];
    text += "...";
  }
  return text;
}

// Elements of the arrays at and below a path; nothing when a size is unknown.
std::optional<std::int64_t> element_count(const NetInformation& information, const nets::Path& path) {
  std::int64_t count = 0;
  for (const nets::ArrayFacts& facts : information.arrays) {
    if (facts.path.size() < path.size() || !std::equal(path.begin(), path.end(), facts.path.begin())) continue;
    if (!facts.element_count) return std::nullopt;
    count += *facts.element_count;
  }
  return count;
}

std::string count_text(const std::optional<std::int64_t>& count) { return !count ? "?" : *count == 0 ? "" : grouped(*count); }

// Columns as wide as their widest entry; the last one is set to the right.
std::string table_text(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const Row& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
  }
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line = "\n ";
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (widths[c] == 0) continue;
      const std::string gap(widths[c] - width(rows[r][c]), ' ');
      line += ' ';
      line += c + 1 == rows[r].size() ? gap + rows[r][c] : rows[r][c] + gap;
      line += ' ';
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line;
    if (r > 0) continue;
    std::size_t total = 0;
    for (std::size_t w : widths) total += w > 0 ? w + 2 : 0;
    text += "\n  " + std::string(total - 1, '-');
  }
  return text;
}

void add_children(const Net& net, const NetInformation& information, nets::Path& path, std::vector<Row>& rows) {
  const nets::NetNode& node = net.node();
  for (int i = 0; i < static_cast<int>(node.children.size()); ++i) {
    const Net& child = node.children[static_cast<std::size_t>(i)];
    const nets::PathKey key = node.key(i);
    path.push_back(key);
    const std::string name = std::string(2 * (path.size() - 1), ' ') + (key.is_index() ? std::to_string(key.index) : key.name);
    const bool leaf = child.is_layer();
    rows.push_back({name, std::string(child.head()), parameters_text(child), ports_text(child.outputs()), leaf ? count_text(element_count(information, path)) : ""});
    if (!leaf) add_children(child, information, path, rows);
    path.pop_back();
  }
}

std::string totals_text(const NetInformation& information, bool layers) {
  const auto counted = [](std::int64_t n, const std::string& what) { return grouped(n) + ' ' + what + (n == 1 ? "" : "s"); };
  std::string text = "\n  Total: ";
  if (layers) text += counted(static_cast<std::int64_t>(information.layers.size()), "layer") + ", ";
  text += counted(information.arrays_count, "array");
  if (information.shared_arrays_count > 0) text += " (" + grouped(information.shared_arrays_count) + " shared)";
  if (information.arrays_total_element_count) {
    text += ", " + counted(*information.arrays_total_element_count, "element") + " (" + bytes_text(*information.arrays_total_byte_count) + ')';
  } else {
    text += ", sizes not known yet";
  }
  return text;
}

}  // namespace

std::string information_table(const Net& net) {
  const NetInformation information = nets::net_information(net);
  std::string text = nets::output_form(net);
  if (!nets::is_initialized(net)) text += "  uninitialized";
  for (const bool output : {false, true}) {
    const int count = static_cast<int>(output ? net.outputs().size() : net.inputs().size());
    for (int i = 0; i < count; ++i) {
      const nets::Port port = nets::shown_port(net, output, i);
      if (port.role == nets::PortRole::State && net->spec) {
        if (!output) text += "\n  \"" + port.name + "\" state: " + port_text(port);
        continue;
      }
      text += "\n  \"" + port.name + "\" port (" + (output ? "output" : "input") + "): " + port_text(port);
    }
  }
  if (net.is_layer()) {
    for (std::size_t i = 0; i < net->parameters.size(); ++i) {
      text += "\n  " + net->spec->parameters[i].name + ": " + short_text(value_to_expr(net->parameters[i]));
    }
    for (const nets::ArrayFacts& facts : information.arrays) {
      text += "\n  \"" + facts.path.back().name + "\": " + nets::summary(facts.shape);
      if (facts.slot->state != nets::ArrayState::Given) text += ", uninitialized";
    }
    return information.arrays.empty() ? text : text + totals_text(information, false);
  }
  std::vector<Row> rows{{"Layer", "Type", "Parameters", "Output", "Elements"}};
  nets::Path path;
  add_children(net, information, path, rows);
  return text + table_text(rows) + totals_text(information, true);
}

}  // namespace lykos::builtins
