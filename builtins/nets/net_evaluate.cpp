// net[data], net[data, outputs], net[data, outputs, options]: options, the run, and turning results into numbers, lists, NumericArrays,
// associations or decoded values.
#include "builtins/nets/net_evaluate.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "builtins/nets/bound_inputs.h"
#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/net_requests.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/information.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"
#include "nets/states.h"

namespace lykos::builtins {

using array::Array;
using nets::Net;
using nets::NetError;

namespace {

constexpr const char* kEvaluationOptions[] = {"BatchSize", "NetEvaluationMode", "RandomSeeding", "TargetDevice", "WorkingPrecision"};

bool is_evaluation_option(const std::string& name) {
  return std::any_of(std::begin(kEvaluationOptions), std::end(kEvaluationOptions), [&](const char* known) { return name == known; });
}

const nets::Port* find_port(const Net& net, const nets::PortRef& ref) {
  if (ref.path.empty()) {
    const int i = net.find_output(ref.name);
    return i < 0 ? nullptr : &net.outputs()[static_cast<std::size_t>(i)];
  }
  return nullptr;
}

// An association of ports, with imposed output gradients apart.
struct SplitData {
  Expr inputs;
  std::vector<std::pair<std::string, Expr>> output_gradients;
};

SplitData split_data(const Expr& data) {
  SplitData split{data, {}};
  if (!data.is_association()) return split;
  std::vector<AssociationEntry> entries;
  for (const AssociationEntry& entry : data.association().entries) {
    if (entry.key.has_head(sym::NetPortGradient, 1) && entry.key[0].is_string()) {
      split.output_gradients.emplace_back(entry.key[0].string_value(), entry.value);
    } else {
      entries.push_back(entry);
    }
  }
  if (!split.output_gradients.empty()) split.inputs = make_association(std::move(entries));
  return split;
}

// NetPort[{layer, "State"}] as a key of the data gives the first value of a recurrent state: the net gets its states as ports, and such
// keys the names of these. Nets that were asked this way are kept with the programs compiled for them.
Net with_given_states(const Net& net, Expr& data) {
  if (!data.is_association()) return net;
  const auto is_place = [](const Expr& key) { return key.has_head(sym::NetPort) && key.size() > 0 && !(key.size() == 1 && key[0].is_string()); };
  const auto& given = data.association().entries;
  if (std::none_of(given.begin(), given.end(), [&](const AssociationEntry& e) { return e.key.has_head(sym::NetPort); })) return net;
  std::vector<AssociationEntry> entries;
  bool any = false;
  for (const AssociationEntry& entry : given) {
    if (!entry.key.has_head(sym::NetPort, 1) || !is_place(entry.key)) {
      const bool named = entry.key.has_head(sym::NetPort, 1);
      entries.push_back({named ? entry.key[0] : entry.key, entry.value});
      continue;
    }
    const auto path = read_path(entry.key[0]);
    const std::vector<nets::RecurrentState> states = nets::recurrent_states(net);
    const auto found = std::find_if(states.begin(), states.end(), [&](const nets::RecurrentState& s) { return path && s.path == nets::canonical_path(net, *path); });
    if (found == states.end()) {
      std::string text = short_text(entry.key) + " is no recurrent state of the net";
      text += states.empty() ? ", which has none." : "; its states are";
      for (const nets::RecurrentState& s : states) text += " NetPort[" + nets::path_text(s.path) + "]";
      throw NetError("inpunk", text + (states.empty() ? "" : "."));
    }
    entries.push_back({Expr::string(found->port), entry.value});
    any = true;
  }
  data = make_association(std::move(entries));
  if (!any) return net;
  static std::vector<std::pair<Net, Net>> known;
  for (const auto& [plain, exposed] : known) {
    if (plain.pointer() == net.pointer()) return exposed;
  }
  constexpr std::size_t kKnown = 8;
  if (known.size() >= kKnown) known.erase(known.begin());
  known.emplace_back(net, nets::with_state_ports(net));
  return known.back().second;
}

}  // namespace

void check_target_device(const Expr& value) {
  const std::string name = value.is_list() && value.size() > 0 ? word_of(value[0]) : word_of(value);
  if (name == "CPU" || name == "Automatic") return;
  if (name == "GPU") {
    throw NetError("trgdev", "TargetDevice -> \"GPU\" is not available: nets are computed on the processor here; TargetDevice -> \"CPU\" is.");
  }
  throw NetError("invtrgdev", "The value " + short_text(value) + " of TargetDevice should be \"CPU\".");
}

nets::Precision read_precision(const Expr& value) {
  const std::string name = word_of(value);
  if (name == "Real64") return nets::Precision::Real64;
  if (name == "Automatic" || name == "Real32" || name == "Mixed") return nets::Precision::Real32;
  throw NetError("badwp", "The value " + short_text(value) + " of WorkingPrecision should be \"Real32\", \"Real64\", \"Mixed\" or Automatic.");
}

bool read_evaluation_option(const std::string& name, const Expr& value, nets::EvaluateOptions& options) {
  if (name == "NetEvaluationMode") {
    const std::string mode = word_of(value);
    if (mode == "Train") {
      options.mode = nets::Mode::Train;
    } else if (mode == "Test" || mode == "Automatic") {
      options.mode = nets::Mode::Test;
    } else {
      throw NetError("invnem", "The value " + short_text(value) + " of NetEvaluationMode should be \"Test\" or \"Train\".");
    }
  } else if (name == "WorkingPrecision") {
    options.precision = read_precision(value);
  } else if (name == "TargetDevice") {
    check_target_device(value);
  } else if (name == "BatchSize") {
    const auto size = machine_integer(value);
    if (!value.is(sym::Automatic) && (!size || *size < 1)) {
      throw NetError("badbatch", "The value " + short_text(value) + " of BatchSize should be a positive integer or Automatic.");
    }
    options.batch_size = size.value_or(0);
  } else if (name == "RandomSeeding") {
    options.seed = read_seed(value);
  } else {
    return false;
  }
  return true;
}

Expr evaluation_options() {
  return make_list({make_rule(sym::BatchSize, sym::Automatic), make_rule(sym::NetEvaluationMode, Expr::string("Test")),
                    make_rule(sym::RandomSeeding, sym::Automatic), make_rule(sym::TargetDevice, Expr::string("CPU")),
                    make_rule(sym::WorkingPrecision, sym::Automatic)});
}

namespace {

Expr decode(const Coder& coder, const Array& values, const Expr& property) {
  std::string problem;
  if (const MaybeExpr decoded = coder.decode_properties(values, property, problem)) return *decoded;
  throw NetError("invoutport", problem);
}

// Results of one request: a single array (with a batch axis when `batch` > 0), or one array per example.
Expr show(const Net& net, const Request& request, const std::vector<Array>& results, std::int64_t batch, bool numeric_array) {
  const nets::Port* port = request.is_gradient ? nullptr : find_port(net, request.port);
  const Coder* coder = port && port->coder && !request.property.is(sym::None) ? static_cast<const Coder*>(port->coder.get()) : nullptr;
  if (!coder && !request.property.is(sym::Automatic) && !request.property.is(sym::None)) {
    throw NetError("invoutport", "The output port \"" + request.port.name + "\" has no decoder, so it has no property " + short_text(request.property) + '.');
  }
  const bool integers = port && port->type.element == nets::ElementKind::Integer;
  const auto show_one = [&](const Array& values) {
    if (coder) return decode(*coder, values, request.property);
    return array_to_expr(integers ? values.convert(array::DType::Integer64) : values, numeric_array);
  };
  if (results.size() == 1) {
    if (!coder || batch == 0) return show_one(results[0]);
    Builder rows(sym::List, static_cast<std::size_t>(batch));
    for (std::int64_t i = 0; i < batch; ++i) rows.push(show_one(results[0].part(i)));
    return rows.finish();
  }
  Builder rows(sym::List, results.size());
  for (const Array& values : results) rows.push(show_one(values));
  return rows.finish();
}

// Gradients of arrays are sums over the batch, also when its examples were run one by one.
std::vector<Array> sum_examples(std::vector<Array> parts) {
  if (parts.size() < 2) return parts;
  Array sum = parts[0].convert(array::DType::Real64);
  sum.make_unique();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Array part = parts[i].convert(array::DType::Real64);
    for (std::int64_t j = 0; j < sum.element_count(); ++j) sum.data<double>()[j] += part.data<double>()[j];
  }
  return {sum};
}

// What may have produced NaN, for the message: a variance below zero is the usual cause.
std::string explain_non_finite(const Net& net) {
  for (const nets::ArrayEntry& entry : nets::array_entries(net)) {
    if (entry.slot->state != nets::ArrayState::Given) continue;
    if (has_non_finite(entry.slot->value)) return " The array " + nets::path_text(entry.path) + " contains such numbers.";
    if (entry.spec->name != "MovingVariance") continue;
    for (std::int64_t i = 0; i < entry.slot->value.element_count(); ++i) {
      if (entry.slot->value.real_at(i) < 0) {
        return " The array " + nets::path_text(entry.path) + " contains a negative variance, " + short_text(Expr::real(entry.slot->value.real_at(i))) + ", at position " + std::to_string(i + 1) + '.';
      }
    }
  }
  return {};
}

void report_non_finite(const Net& net, const std::vector<std::vector<Array>>& results) {
  for (const std::vector<Array>& arrays : results) {
    for (const Array& values : arrays) {
      if (!has_non_finite(values)) continue;
      say(head_symbol(net), "netnan", "The result contains values that are not finite real numbers; they are shown as Indeterminate or Infinity." +
                                          explain_non_finite(net));
      return;
    }
  }
}

// TotalLayer[] and its kin outside a net: the data says how many inputs there are.
Net with_inputs_for(const Net& net, std::span<const Expr> args) {
  if (!net.is_layer() || !net->spec->variadic || !net.inputs().empty() || args.empty()) return net;
  const Expr& data = args[0];
  if ((data.is_list() || data.is_association()) && data.size() > 0 && !is_list_of_associations(data)) {
    return nets::with_input_count(net, static_cast<int>(data.size()));
  }
  if (is_list_of_associations(data)) return nets::with_input_count(net, static_cast<int>(data[0].size()));
  throw NetError("invargc", "The layer takes a list of inputs: layer[{input1, input2, ...}].");
}

// True for nets whose result is random in Test mode too (RandomArrayLayer).
bool draws_when_applied(const Net& net) {
  const auto layers = nets::leaf_layers(net);
  return std::any_of(layers.begin(), layers.end(), [](const nets::LeafLayer& leaf) { return leaf.layer->spec->is_random && !leaf.layer->spec->mode_dependent; });
}

}  // namespace

Expr evaluate_net(const Net& given, std::span<const Expr> given_args) {
  std::span<const Expr> args = given_args;
  Net net = with_inputs_for(given, args);
  std::vector<Expr> changed;
  if (!args.empty() && args[0].is_association()) {
    Expr data = args[0];
    net = with_given_states(net, data);
    if (!data.identical(args[0])) {
      changed.assign(args.begin(), args.end());
      changed[0] = data;
      args = changed;
    }
  }
  nets::EvaluateOptions options;
  bool seeded = false;
  // Trailing options; "port" -> property and All -> None belong to the output specification.
  while (!args.empty()) {
    std::vector<Expr> rules;
    const Expr& last = args.back();
    if (last.is_list() && last.size() > 0 && std::all_of(last.args().begin(), last.args().end(), [](const Expr& e) { return e.is_rule() && is_evaluation_option(word_of(e[0])); })) {
      collect_option_rules(last, rules);
    } else if (last.is_rule() && last[0].is_symbol() && !last[0].is(sym::All)) {
      rules.push_back(last);
    } else if (last.is_rule() && is_evaluation_option(word_of(last[0])) && net.find_output(word_of(last[0])) < 0) {
      rules.push_back(last);
    } else {
      break;
    }
    for (const Expr& rule : rules) {
      const std::string name = word_of(rule[0]);
      seeded |= name == "RandomSeeding";
      if (!read_evaluation_option(name, rule[1], options)) {
        std::string text = name + " is not an option of a net. Options are ";
        for (const char* known : kEvaluationOptions) text += (known == kEvaluationOptions[0] ? "" : ", ") + std::string(known);
        text += '.';
        const std::string nearest = nearest_name(name, {std::begin(kEvaluationOptions), std::end(kEvaluationOptions)});
        if (!nearest.empty()) text += " Did you mean " + nearest + '?';
        throw NetError("netunkopt", text);
      }
    }
    args = args.first(args.size() - 1);
  }
  if (args.size() > 2) {
    throw NetError("invargc", "A net is applied as net[data] or net[data, outputs], with options after these; " + std::to_string(args.size()) + " arguments were given.");
  }
  if (args.empty() && !net.inputs().empty()) {
    throw NetError("invargc", "The net needs data for the input " + std::string(net.inputs().size() == 1 ? "port " : "ports ") + port_list(net.inputs()) + '.');
  }
  // net["Weights"]: a part of the net, unless strings are data for it.
  if (args.size() == 1 && args[0].is_string() && !(net.inputs().size() == 1 && net.inputs()[0].coder)) {
    const Expr extracted = apply(sym::NetExtract, {wrap_net(net), args[0]});
    if (!extracted.has_head(sym::Missing)) return extracted;
    const std::vector<std::string>& properties = nets::information_properties();
    if (std::binary_search(properties.begin(), properties.end(), args[0].string_value())) return apply(Expr::symbol("Information"), {wrap_net(net), args[0]});
    throw NetError("invindata2", "The net has no part or property \"" + args[0].string_value() + "\", and strings are no data for it: its input port has no encoder.");
  }
  if ((options.mode == nets::Mode::Train || draws_when_applied(net)) && !seeded) options.seed = read_seed(sym::Automatic);

  const SplitData data = split_data(args.empty() ? make_association({}) : args[0]);
  RequestList requests = read_requests(net, args.size() > 1 ? args[1] : Expr(sym::Automatic));
  BoundInputs inputs = bind_inputs(net, data.inputs, Batching::Decide);

  nets::EvaluateRequest request;
  for (const Request& item : requests.items) {
    if (item.is_gradient) {
      request.gradients.push_back(item.gradient);
    } else {
      request.outputs.push_back(item.port);
    }
  }
  bool numeric_array = inputs.numeric_array;
  for (const auto& [name, value] : data.output_gradients) {
    const int index = net.find_output(name);
    if (index < 0) throw NetError("invoutport", "NetPortGradient[\"" + name + "\"] does not name an output port; output ports are " + port_list(net.outputs()) + '.');
    nets::Port port = net.outputs()[static_cast<std::size_t>(index)];
    port.coder = nullptr;
    PortColumn column = read_port_data(port, value, inputs.batch > 0 ? Batching::Many : Batching::One);
    numeric_array |= column.numeric_array;
    if (inputs.batch > 0 && column.count != inputs.batch) {
      throw NetError("incseqlen", "The gradient imposed on \"" + name + "\" has " + std::to_string(column.count) + " examples, the data " + std::to_string(inputs.batch) + '.');
    }
    inputs.ragged |= column.ragged();
    inputs.imposed_ports.push_back(name);
    inputs.imposed.push_back(std::move(column));
  }

  BoundResults found = run_bound(net, inputs, std::move(request), options);
  if (!found.known_finite) {
    report_non_finite(net, found.outputs);
    report_non_finite(net, found.gradients);
  }

  std::vector<AssociationEntry> results;
  std::size_t next_output = 0, next_gradient = 0;
  for (const Request& item : requests.items) {
    if (!item.is_gradient) {
      results.push_back({item.key, show(net, item, found.outputs[next_output++], inputs.batch, numeric_array)});
      continue;
    }
    // One gradient per example at a port, one sum at an array.
    nets::Path array_path = item.gradient.path;
    array_path.emplace_back(item.gradient.name);
    const bool of_array = nets::extract(net, array_path).kind == nets::Extracted::Kind::Array;
    std::vector<Array> parts = std::move(found.gradients[next_gradient++]);
    if (of_array) parts = sum_examples(std::move(parts));
    results.push_back({item.key, show(net, item, parts, of_array ? 0 : inputs.batch, numeric_array)});
  }
  if (!requests.as_association && results.size() == 1) return results[0].value;
  return make_association(std::move(results));
}

// A small net with one real input and one output, called on one example: straight from the data through the compiled program.
struct DirectCall {
  explicit DirectCall(const Net& net)
      : evaluator(net), input_shape(extents(net.inputs()[0])), output_shape(extents(net.outputs()[0])),
        input(static_cast<std::size_t>(evaluator.input_size())), output(static_cast<std::size_t>(evaluator.output_size())) {}
  static array::Shape extents(const nets::Port& port) {
    const std::vector<std::int64_t> dimensions = port.type.dimensions();
    return array::Shape(std::span<const std::int64_t>(dimensions));
  }
  nets::DirectEvaluator evaluator;
  array::Shape input_shape, output_shape;
  std::vector<float> input, output;
};

namespace {

// Compiling once more is worth it for nets that run in microseconds, where finding a program by name would be felt.
constexpr std::int64_t kDirectElements = 20000;

bool suits_direct_call(const Net& net) {
  if (net.inputs().size() != 1 || net.outputs().size() != 1) return false;
  const nets::Port &in = net.inputs()[0], &out = net.outputs()[0];
  if (in.coder || out.coder || !in.type.shape_known() || !out.type.shape_known()) return false;
  if (in.type.element == nets::ElementKind::Integer || out.type.element == nets::ElementKind::Integer) return false;
  if (in.type.rank() > 1 || in.type.element_count() > kDirectElements || out.type.element_count() > kDirectElements) return false;
  if (!nets::is_initialized(net) || draws_when_applied(net)) return false;
  std::int64_t elements = 0;
  for (const nets::ArrayEntry& entry : nets::array_entries(net)) elements += entry.slot->value.element_count();
  return elements <= kDirectElements;
}

bool fill_input(const Expr& data, std::vector<float>& input, bool scalar) {
  if (scalar) {
    if (!data.is_real()) return false;
    input[0] = static_cast<float>(data.real_value());
    return true;
  }
  if (data.is_packed()) {
    const Array& values = data.array();
    if (values.rank() != 1 || values.shape()[0] != static_cast<std::int64_t>(input.size()) || values.dtype() != array::DType::Real64) return false;
    std::copy_n(values.data<double>(), input.size(), input.begin());
    return true;
  }
  if (!data.is_list() || data.size() != input.size()) return false;
  const std::span<const Expr> elements = data.args();
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (elements[i].is_real()) {
      input[i] = static_cast<float>(elements[i].real_value());
    } else if (elements[i].is_small_integer()) {
      input[i] = static_cast<float>(elements[i].small_integer());
    } else {
      return false;
    }
  }
  return true;
}

MaybeExpr call_directly(const NetExpr& net, const Expr& data) {
  DirectCall* direct = net.direct_call().get();
  if (!fill_input(data, direct->input, direct->input_shape.rank() == 0)) return std::nullopt;
  direct->evaluator(direct->input.data(), direct->output.data());
  float check = 0;
  for (float x : direct->output) check += x * 0.0F;
  if (check != 0) return std::nullopt;  // not finite: the ordinary way says why
  if (direct->output_shape.rank() == 0) return Expr::real(direct->output[0]);
  if (direct->output_shape.element_count() == 0) return std::nullopt;
  Array values(array::DType::Real64, direct->output_shape);
  std::copy(direct->output.begin(), direct->output.end(), values.data<double>());
  return make_packed(std::move(values));
}

MaybeExpr apply_net(const Expr& head, std::span<const Expr> args) {
  const auto& expr = static_cast<const NetExpr&>(head.opaque());
  const Net& net = expr.net();
  return guarded(expr.head(), [&]() -> Expr {
    if (args.size() == 1) {
      if (expr.direct_call()) {
        if (MaybeExpr result = call_directly(expr, args[0])) return *result;
      } else if (constexpr int kCalls = 3; expr.count_call(kCalls + 1) == kCalls && suits_direct_call(net)) {
        // The third call: this net is used repeatedly.
        expr.direct_call() = std::make_shared<DirectCall>(net);
      }
    }
    return evaluate_net(net, args);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetPortGradient",
     .attributes = kProtected | kReadProtected,
     .usage = "NetPortGradient[\"port\"] asks for the gradient of a net's output with respect to an input port.\n"
              "NetPortGradient[{layer, \"array\"}] asks for the gradient with respect to an array.\n"
              "NetPortGradient[All] asks for all of them.\n"
              "net[<|..., NetPortGradient[\"output\"] -> g|>, NetPortGradient[\"input\"]] imposes g as gradient of an output."},
    {.name = "NetEvaluationMode",
     .attributes = kProtected | kReadProtected,
     .usage = "NetEvaluationMode -> \"Train\" applies a net as in training (batch statistics, dropout); \"Test\" is the default."},
    {.name = "TargetDevice",
     .attributes = kProtected | kReadProtected,
     .usage = "TargetDevice -> \"CPU\" is the device nets are evaluated and trained on."},
    {.name = "BatchSize",
     .attributes = kProtected | kReadProtected,
     .usage = "BatchSize -> n is the number of examples processed together."},
    {.name = "RandomSeeding",
     .attributes = kProtected | kReadProtected,
     .usage = "RandomSeeding -> n fixes the random numbers an operation draws; Automatic takes fresh ones, Inherited those of the session."},
};

}  // namespace

void register_net_evaluation(Registry& r) {
  r.add(kBuiltins);
  const auto hook = [](const char* head) { set_apply_hook(KnownSymbol{Expr::symbol(head).symbol_node().known_index}, apply_net); };
  for (const nets::LayerSpec* spec : nets::all_layers()) hook(spec->name.c_str());
  hook("NetChain");
  hook("NetGraph");
}

}  // namespace lykos::builtins
