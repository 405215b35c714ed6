// See bound_inputs.h.
#include "builtins/nets/bound_inputs.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/net_requests.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"

namespace lykos::builtins {

using array::Array;
using array::Shape;
using nets::Net;
using nets::NetError;

namespace {

std::vector<std::string> port_names(const std::vector<nets::Port>& ports) {
  std::vector<std::string> names;
  for (const nets::Port& port : ports) names.push_back(port.name);
  return names;
}

// {<|"a" -> 1|>, <|"a" -> 2|>} as <|"a" -> {1, 2}|>.
Expr transpose_associations(const Expr& data) {
  std::vector<AssociationEntry> columns;
  for (const AssociationEntry& entry : data[0].association().entries) {
    Builder column(sym::List, data.size());
    for (const Expr& example : data.args()) {
      const Expr* value = association_find(example, entry.key);
      if (!value) throw NetError("inpmiss", "Not every example has data for the port " + short_text(entry.key) + '.');
      column.push(*value);
    }
    columns.push_back({entry.key, column.finish()});
  }
  return make_association(std::move(columns));
}

// Some examples of a column, which have one shape, behind one another.
Array select_examples(const PortColumn& column, const std::vector<std::int64_t>& examples) {
  const auto example = [&](std::int64_t e) { return column.ragged() ? column.examples[static_cast<std::size_t>(e)] : column.values.part(e); };
  const Array first = example(examples[0]);
  Shape shape = first.shape();
  shape.insert(0, static_cast<std::int64_t>(examples.size()));
  Array all(first.dtype(), shape);
  auto* out = static_cast<std::byte*>(all.bytes());
  for (const std::int64_t e : examples) {
    Array one = example(e);
    if (one.dtype() != first.dtype()) one = one.convert(first.dtype());
    std::memcpy(out, one.bytes(), static_cast<std::size_t>(one.byte_count()));
    out += one.byte_count();
  }
  return all;
}

// Puts the results of a group at the places of its examples.
void put_examples(std::vector<Array>& all, std::int64_t batch, const Array& results, const std::vector<std::int64_t>& examples) {
  all.resize(static_cast<std::size_t>(batch));
  for (std::size_t k = 0; k < examples.size(); ++k) all[static_cast<std::size_t>(examples[k])] = results.part(static_cast<std::int64_t>(k));
}

}  // namespace

bool is_list_of_associations(const Expr& data) {
  return data.is_list() && !data.is_packed() && data.size() > 0 &&
         std::all_of(data.args().begin(), data.args().end(), [](const Expr& e) { return e.is_association(); });
}

BoundInputs bind_inputs(const Net& given_net, const Expr& data, Batching batching) {
  // A layer by itself settles on vectors where its arrays leave the rank open; only a known rank tells a batch from an example.
  const bool open = std::any_of(given_net.inputs().begin(), given_net.inputs().end(), [](const nets::Port& p) { return !p.type.rank_known; });
  const Net net = open ? nets::settle_shapes(given_net) : given_net;
  const std::vector<nets::Port>& ports = net.inputs();
  std::vector<std::size_t> plain;  // ports that need data: recurrent states start at zero
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].role != nets::PortRole::State) plain.push_back(i);
  }
  std::vector<std::pair<std::size_t, Expr>> given;
  if (is_list_of_associations(data) && !(plain.size() == 1 && ports[plain[0]].coder)) {
    return bind_inputs(net, transpose_associations(data), Batching::Many);
  }
  if (data.is_association()) {
    for (const AssociationEntry& entry : data.association().entries) {
      const std::string name = word_of(entry.key);
      const int index = net.find_input(name);
      if (index < 0) {
        std::string text = "The net has no input port " + (entry.key.is_string() ? '"' + name + '"' : short_text(entry.key)) + "; ";
        text += ports.empty() ? "it has no input ports." : "its input ports are " + port_list(ports) + '.';
        const std::string nearest = nearest_name(name, port_names(ports));
        if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
        throw NetError("inpunk", text);
      }
      given.emplace_back(static_cast<std::size_t>(index), entry.value);
    }
  } else if (plain.size() == 1) {
    given.emplace_back(plain[0], data);
  } else if (plain.empty()) {
    throw NetError("invargc", "The net has no input ports, so it takes no data: net[] or net[<||>].");
  } else if (data.is_list() && data.size() == plain.size()) {
    for (std::size_t i = 0; i < plain.size(); ++i) given.emplace_back(plain[i], data[i]);
  } else {
    throw NetError("invargc", "The net has the input ports " + port_list(ports) +
                                  ": its data is an association of these, or a list with one entry for each of them.");
  }
  std::sort(given.begin(), given.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].role == nets::PortRole::State) continue;
    if (std::none_of(given.begin(), given.end(), [&](const auto& g) { return g.first == i; })) {
      throw NetError("inpmiss", "No data was given for the input port \"" + ports[i].name + "\".");
    }
  }
  BoundInputs bound;
  bool some_single = false;
  for (const auto& [index, value] : given) {
    PortColumn column = read_port_data(ports[index], value, batching);
    bound.numeric_array |= column.numeric_array;
    bound.ragged |= column.ragged();
    if (column.count == 0) {
      some_single = true;
    } else if (bound.batch != 0 && bound.batch != column.count) {
      throw NetError("incseqlen", "The numbers of examples given for the input ports differ: " + std::to_string(bound.batch) + " and " +
                                      std::to_string(column.count) + " (port \"" + ports[index].name + "\").");
    } else {
      bound.batch = column.count;
    }
    bound.ports.push_back(ports[index].name);
    bound.columns.push_back(std::move(column));
  }
  if (some_single && bound.batch != 0) {
    throw NetError("incseqlen", "Some input ports were given a batch of " + std::to_string(bound.batch) + " examples and others a single example.");
  }
  return bound;
}

BoundResults run_bound(const Net& net, const BoundInputs& inputs, nets::EvaluateRequest request, const nets::EvaluateOptions& options) {
  BoundResults results;
  if (!inputs.ragged) {
    request.batch = inputs.batch;
    for (std::size_t i = 0; i < inputs.ports.size(); ++i) request.inputs.push_back({inputs.ports[i], inputs.columns[i].values});
    for (std::size_t i = 0; i < inputs.imposed.size(); ++i) request.output_gradients.push_back({inputs.imposed_ports[i], inputs.imposed[i].values});
    nets::EvaluateResult result = nets::evaluate(net, request, options);
    for (Array& output : result.outputs) results.outputs.push_back({std::move(output)});
    for (Array& gradient : result.gradients) results.gradients.push_back({std::move(gradient)});
    results.known_finite = result.known_finite;
    return results;
  }
  // Examples of equal sizes go together, so that a program is compiled and run once per size; the order is restored at the end.
  std::map<std::vector<std::vector<std::int64_t>>, std::vector<std::int64_t>> groups;
  for (std::int64_t e = 0; e < inputs.batch; ++e) {
    std::vector<std::vector<std::int64_t>> shapes;
    for (const auto* columns : {&inputs.columns, &inputs.imposed}) {
      for (const PortColumn& column : *columns) {
        if (!column.ragged()) continue;
        const Shape& shape = column.examples[static_cast<std::size_t>(e)].shape();
        shapes.emplace_back(shape.begin(), shape.end());
      }
    }
    groups[std::move(shapes)].push_back(e);
  }
  for (const auto& [shapes, examples] : groups) {
    check_interrupt();
    request.batch = static_cast<std::int64_t>(examples.size());
    request.inputs.clear();
    request.output_gradients.clear();
    for (std::size_t i = 0; i < inputs.ports.size(); ++i) request.inputs.push_back({inputs.ports[i], select_examples(inputs.columns[i], examples)});
    for (std::size_t i = 0; i < inputs.imposed.size(); ++i) request.output_gradients.push_back({inputs.imposed_ports[i], select_examples(inputs.imposed[i], examples)});
    const nets::EvaluateResult result = nets::evaluate(net, request, options);
    results.outputs.resize(result.outputs.size());
    for (std::size_t i = 0; i < result.outputs.size(); ++i) put_examples(results.outputs[i], inputs.batch, result.outputs[i], examples);
    results.gradients.resize(result.gradients.size());
    for (std::size_t i = 0; i < result.gradients.size(); ++i) {
      if (result.summed[i]) results.gradients[i].push_back(result.gradients[i]);  // the caller adds the groups up
      else put_examples(results.gradients[i], inputs.batch, result.gradients[i], examples);
    }
  }
  return results;
}

}  // namespace lykos::builtins
