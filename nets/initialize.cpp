// First values for arrays.
//
// He et al. 2015 ("Kaiming"), Glorot and Bengio 2010 ("Xavier"), Saxe et al. 2013 ("Orthogonal"). The first dimension of a weight array is
// its fan-out, the product of the others its fan-in.
#include "nets/initialize.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "array/random.h"
#include "nets/graph.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

namespace {

std::string place_words(const Path& array_path) {
  const Path layer(array_path.begin(), array_path.end() - 1);
  return "array \"" + array_path.back().name + "\"" + (layer.empty() ? "" : " of " + path_words(layer));
}

struct Filler {
  const InitializeOptions& options;
  array::RandomKey key;

  void random(std::vector<float>& x, double deviation, InitDistribution distribution) const {
    const std::int64_t n = static_cast<std::int64_t>(x.size());
    if (distribution == InitDistribution::Normal) {
      array::fill_normal(x.data(), n, key, 0, 0, deviation);
    } else {
      const double half_width = deviation * std::sqrt(3.0);
      array::fill_uniform(x.data(), n, key, 0, -half_width, half_width);
    }
  }

  // Rows (or columns, if there are more rows) orthonormal: Gram-Schmidt, twice for accuracy, on a normal matrix.
  void orthogonal(std::vector<float>& x, std::int64_t rows, std::int64_t columns) const {
    random(x, 1, InitDistribution::Normal);
    const bool by_rows = rows <= columns;
    const std::int64_t count = by_rows ? rows : columns, length = by_rows ? columns : rows;
    auto at = [&](std::int64_t vector, std::int64_t i) -> float& {
      return x[static_cast<std::size_t>(by_rows ? vector * columns + i : i * columns + vector)];
    };
    for (std::int64_t v = 0; v < count; ++v) {
      for (int pass = 0; pass < 2; ++pass) {
        for (std::int64_t u = 0; u < v; ++u) {
          double dot = 0;
          for (std::int64_t i = 0; i < length; ++i) dot += static_cast<double>(at(u, i)) * at(v, i);
          for (std::int64_t i = 0; i < length; ++i) at(v, i) -= static_cast<float>(dot * at(u, i));
        }
      }
      double norm = 0;
      for (std::int64_t i = 0; i < length; ++i) norm += static_cast<double>(at(v, i)) * at(v, i);
      const double scale = norm > 0 ? 1 / std::sqrt(norm) : 0;
      for (std::int64_t i = 0; i < length; ++i) at(v, i) = static_cast<float>(at(v, i) * scale);
    }
  }

  Array weights(const array::Shape& shape) const {
    std::vector<float> x(static_cast<std::size_t>(shape.element_count()));
    const std::int64_t fan_out = shape.rank() > 0 ? shape[0] : 1;
    const std::int64_t fan_in = std::max<std::int64_t>(1, shape.element_count() / std::max<std::int64_t>(1, fan_out));
    switch (options.method) {
      case InitMethod::Kaiming: random(x, std::sqrt(2.0 / static_cast<double>(fan_in)), options.distribution); break;
      case InitMethod::Xavier: random(x, std::sqrt(2.0 / static_cast<double>(fan_in + fan_out)), options.distribution); break;
      case InitMethod::Orthogonal: orthogonal(x, fan_out, fan_in); break;
      case InitMethod::Random: random(x, options.weights_deviation < 0 ? 1 : options.weights_deviation, options.distribution); break;
      case InitMethod::Identity: {
        random(x, options.weights_deviation < 0 ? 0.01 : options.weights_deviation, options.distribution);
        // 1 where output channel = input channel, at the centre of a kernel.
        const std::int64_t in = shape.rank() > 1 ? shape[1] : 1, kernel = in > 0 ? fan_in / in : 1;
        std::int64_t centre = 0;
        for (int a = 2; a < shape.rank(); ++a) centre = centre * shape[a] + shape[a] / 2;
        for (std::int64_t i = 0; i < std::min(fan_out, in); ++i) x[static_cast<std::size_t>(i * fan_in + i * kernel + centre)] += 1;
        break;
      }
    }
    return Array::from(x.data(), shape);
  }

  Array make(const ArraySpec& row, const array::Shape& shape) const {
    switch (row.init) {
      case ArrayInit::Weights:
        if (shape.rank() >= 2 || options.method == InitMethod::Random) return weights(shape);
        return Array::zeros(array::DType::Real32, shape);  // vectors and scalars that are no matrices of weights
      case ArrayInit::Zeros: {
        if (row.name == "Biases" && options.biases_deviation > 0) {
          std::vector<float> x(static_cast<std::size_t>(shape.element_count()));
          random(x, options.biases_deviation, options.distribution);
          return Array::from(x.data(), shape);
        }
        return Array::zeros(array::DType::Real32, shape);
      }
      case ArrayInit::Ones: return Array::filled(array::DType::Real32, shape, 1);
      case ArrayInit::Constant: return Array::filled(array::DType::Real32, shape, row.constant);
    }
    return {};
  }
};

[[noreturn]] void unknown_shape(const Net& net, const ArrayEntry& e) {
  std::string unknown;
  if (!e.slot->type.rank_known) {
    unknown = "its number of dimensions is not known";
  } else {
    for (int i = 0; i < e.slot->type.rank(); ++i) {
      if (e.slot->type.extents[static_cast<std::size_t>(i)].known()) continue;
      unknown += (unknown.empty() ? "dimension " : " and dimension ") + std::to_string(i + 1);
    }
    unknown += unknown.find(" and ") == std::string::npos ? " is not known" : " are not known";
  }
  const std::string port = e.layer->inputs.empty() ? (e.layer->outputs.empty() ? "Output" : e.layer->outputs[0].name) : e.layer->inputs[0].name;
  std::string place = place_words(e.path);
  place[0] = 'A';
  throw NetError("nninit", place + " (" + e.layer->spec->name + ") has no value and can't be initialized, because " + unknown +
                               ". Give the size of the input, as in \"" + port + "\" -> size, or the array itself.", e.path, std::string(net.head()));
}

}  // namespace

InitializeOptions parse_initialize_method(const Value& method) {
  InitializeOptions o;
  Value name = method;
  ValueList rules;
  if (method.is_list() && !method.list().empty()) {
    name = method.list()[0];
    rules.assign(method.list().begin() + 1, method.list().end());
  }
  if (name.is_automatic() || name.is_word("Kaiming")) o.method = InitMethod::Kaiming;
  else if (name.is_word("Xavier")) o.method = InitMethod::Xavier;
  else if (name.is_word("Orthogonal")) o.method = InitMethod::Orthogonal;
  else if (name.is_word("Random")) o.method = InitMethod::Random;
  else if (name.is_word("Identity")) o.method = InitMethod::Identity;
  else throw NetError("notfspec", method.text() + " is not a method of NetInitialize; possible methods are \"Kaiming\", \"Xavier\", \"Orthogonal\", \"Random\" and \"Identity\".", {}, "NetInitialize");
  for (const Value& r : rules) {
    const bool is_rule = r.is(Value::Kind::Rule);
    const std::string key = is_rule ? r.rule().first.word() : "";
    const Value v = is_rule ? r.rule().second : Value();
    // NormalDistribution[0, s] arrives as {NormalDistribution, 0, s}.
    auto deviation = [&](double otherwise) {
      if (v.is_number() && v.number() >= 0) return v.number();
      if (v.is_none()) return 0.0;
      if (v.is_list() && v.list().size() == 3 && v.list()[0].is_word("NormalDistribution") && v.list()[2].is_number()) return v.list()[2].number();
      if (v.is_automatic()) return otherwise;
      throw NetError("notudist", v.text() + " is not a distribution NetInitialize can use for \"" + key + "\"; give NormalDistribution[0, s], a standard deviation or None.", {}, "NetInitialize");
    };
    if (key == "Distribution") {
      if (v.is_word("Normal")) o.distribution = InitDistribution::Normal;
      else if (v.is_word("Uniform")) o.distribution = InitDistribution::Uniform;
      else if (o.method == InitMethod::Identity) o.weights_deviation = deviation(-1);
      else throw NetError("notudist", v.text() + " is not \"Normal\" or \"Uniform\".", {}, "NetInitialize");
    } else if (key == "Weights" && o.method == InitMethod::Random) {
      o.weights_deviation = deviation(-1);
    } else if (key == "Biases" && o.method == InitMethod::Random) {
      o.biases_deviation = deviation(0);
    } else {
      throw NetError("notfspec", r.text() + " is not a suboption of the method " + name.text() + ".", {}, "NetInitialize");
    }
  }
  return o;
}

namespace {

// The layers whose output goes straight into the "Parameters" of a SpatialTransformationLayer. They start with the identity whatever their input:
// weights 0 and biases {1, 0, 0, 0, 1, 0}.
class TransformationFeeders {
 public:
  explicit TransformationFeeders(const Net& net) { walk(net, {}, std::vector<Path>(net.inputs().size())); }
  bool contains(const Path& layer) const { return std::find(found_.begin(), found_.end(), layer) != found_.end(); }

 private:
  // `sources`: the layer behind each input, an empty path for none. Gives the layer behind each output.
  std::vector<Path> walk(const Net& net, const Path& path, const std::vector<Path>& sources) {
    if (net.is_layer()) {
      const int parameters = net->spec->name == "SpatialTransformationLayer" ? net.find_input("Parameters") : -1;
      if (parameters >= 0 && !sources[static_cast<std::size_t>(parameters)].empty()) found_.push_back(sources[static_cast<std::size_t>(parameters)]);
      return std::vector<Path>(net.outputs().size(), path);
    }
    std::vector<std::vector<Path>> outputs(net->children.size());
    if (!net.is_container()) {  // what an operator does with its inputs is its own affair
      for (std::size_t i = 0; i < net->children.size(); ++i) {
        walk(net->children[i], child_path(net, path, static_cast<int>(i)), std::vector<Path>(net->children[i].inputs().size()));
      }
      return std::vector<Path>(net.outputs().size());
    }
    const auto source = [&](const EdgeEnd& end) {
      return end.node == EdgeEnd::kSelf ? sources[static_cast<std::size_t>(end.port)] : outputs[static_cast<std::size_t>(end.node)][static_cast<std::size_t>(end.port)];
    };
    for (int child : topological_order(net.node())) {
      const Net& inner = net->children[static_cast<std::size_t>(child)];
      std::vector<Path> inputs(inner.inputs().size());
      for (const Edge& e : net->edges) {
        if (e.to.node == child) inputs[static_cast<std::size_t>(e.to.port)] = source(e.from);
      }
      outputs[static_cast<std::size_t>(child)] = walk(inner, child_path(net, path, child), inputs);
    }
    std::vector<Path> results(net.outputs().size());
    for (const Edge& e : net->edges) {
      if (e.to.node == EdgeEnd::kSelf) results[static_cast<std::size_t>(e.to.port)] = source(e.from);
    }
    return results;
  }

  static Path child_path(const Net& net, const Path& path, int child) {
    Path inner = path;
    inner.push_back(net->key(child));
    return inner;
  }

  std::vector<Path> found_;
};

Array identity_transformation(const std::string& array, const array::Shape& shape) {
  Array values = Array::zeros(array::DType::Real32, shape);
  if (array == "Biases") values.data<float>()[0] = values.data<float>()[4] = 1;
  return values;
}

}  // namespace

Net initialize(const Net& net, const InitializeOptions& options) {
  std::optional<TransformationFeeders> feeders;
  const auto feeds_transformation = [&](const ArrayEntry& e) {
    if (e.layer->spec->name != "LinearLayer") return false;
    if (!feeders) feeders.emplace(net);
    return feeders->contains(Path(e.path.begin(), e.path.end() - 1));
  };
  std::vector<std::pair<Path, Array>> values;
  std::uint64_t ordinal = 0;
  for (const ArrayEntry& e : array_entries(net, true)) {
    ++ordinal;
    if (e.slot->state != ArrayState::Missing && !options.overwrite) continue;
    if (!e.slot->type.shape_known()) unknown_shape(net, e);
    const auto dimensions = e.slot->type.dimensions();
    const array::Shape shape{std::span<const std::int64_t>(dimensions)};
    if (feeds_transformation(e)) {
      values.emplace_back(e.path, identity_transformation(e.spec->name, shape));
      continue;
    }
    const Filler filler{options, {options.seed, ordinal}};
    values.emplace_back(e.path, filler.make(*e.spec, shape));
  }
  return values.empty() ? net : with_arrays(net, values);
}

void require_initialized(const Net& net) {
  if (is_initialized(net)) return;
  for (const ArrayEntry& e : array_entries(net)) {
    if (e.slot->state != ArrayState::Missing) continue;
    std::string place = place_words(e.path);
    place[0] = 'A';
    throw NetError("nninit", place + " (" + e.layer->spec->name + ") has no value yet. Use NetInitialize, or give the array.", e.path, std::string(net.head()));
  }
}

}  // namespace lykos::nets
