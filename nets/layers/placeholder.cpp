// PlaceholderLayer: a layer that stands for an unknown operation. It can be part of nets, but not be evaluated or trained.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {

std::vector<Port> parse_ports(const Value& v, const std::string& base, const std::string& option) {
  constexpr std::int64_t kMostPorts = 10000;   // more than any layer can mean
  std::vector<Port> ports;
  auto name = [&](std::size_t i, std::size_t count) { return count == 1 ? base : base + std::to_string(i + 1); };
  auto add = [&](std::string port, const Value& shape) {
    Port p{std::move(port), PortType::any(), PortRole::Data, nullptr};
    if (shape.is(Value::Kind::Coder)) p.coder = shape.coder();
    if (!shape.is_automatic()) p.type = parse_port_type(shape, p.name);
    ports.push_back(std::move(p));
  };
  if (v.is_integer() && v.integer() >= 0 && v.integer() <= kMostPorts) {
    for (std::int64_t i = 0; i < v.integer(); ++i) add(name(static_cast<std::size_t>(i), static_cast<std::size_t>(v.integer())), Automatic{});
    return ports;
  }
  if (v.is_list()) {
    const ValueList& list = v.list();
    auto is_name = [](const Value& item) {
      return item.is(Value::Kind::String) && !item.is_word("Real") && !item.is_word("Integer") && !item.is_word("Varying") && !item.is_word("Scalar");
    };
    const bool names = std::all_of(list.begin(), list.end(), is_name);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (names) add(list[i].string(), Automatic{});
      else if (list[i].is(Value::Kind::Rule)) add(list[i].rule().first.word(), list[i].rule().second);
      else add(name(i, list.size()), list[i]);
    }
    return ports;
  }
  throw NetError("netinvparam2", "The value " + v.text() + " of " + option + " is not a number of ports, a list of names or shapes, or an association from names to shapes.");
}

namespace {

void prepare_placeholder(NetNode& layer) {
  if (const Value& v = layer.parameter("InputPorts"); !v.is_automatic()) layer.inputs = parse_ports(v, "Input", "InputPorts");
  if (const Value& v = layer.parameter("OutputPorts"); !v.is_automatic()) layer.outputs = parse_ports(v, "Output", "OutputPorts");
}

void lower_placeholder(LoweringContext& c) {
  const Value& tag = c.parameter("Tag");
  throw NetError("netplaceholder", "The net contains a PlaceholderLayer" + (tag.is_none() ? "" : " (" + tag.text() + ")") +
                                       ", whose operation is not defined, so it can't be evaluated or trained.");
}

}  // namespace

std::vector<LayerSpec> placeholder_layers() {
  return {
      {.name = "PlaceholderLayer",
       .parameters = {{.name = "Tag", .default_value = None{}, .positional = true, .option = false},
                      {.name = "Description", .default_value = None{}, .positional = true, .option = false},
                      {.name = "Arrays", .default_value = None{}},
                      {.name = "InputPorts", .symbol = true},
                      {.name = "OutputPorts", .symbol = true}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output"}},
       .usage = "PlaceholderLayer[] is a layer whose operation is not defined.\n"
                "PlaceholderLayer[\"tag\", association] says what it stands for.",
       .prepare = prepare_placeholder,
       .lower = lower_placeholder},
  };
}

}  // namespace lykos::nets
