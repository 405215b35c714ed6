// Evaluation: a bounded cache of compiled programs on every net.
//
// The cache hangs on the NetNode, hence dies with the net. A key says everything the program depends on besides the net itself. Inputs
// are written straight into the executable's buffers, converted on the way.
#include "nets/evaluate.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>

#include "array/bulk.h"
#include "array/executor.h"
#include "array/gradients.h"
#include "nets/initialize.h"
#include "nets/lowering.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

using array::DType;
using array::Shape;

namespace {

constexpr std::size_t kCachedPrograms = 16;
// Examples that go through a program at once in Test mode, unless the caller says otherwise: beyond this, more memory buys no speed.
constexpr std::int64_t kInternalBatch = 128;

std::atomic<std::int64_t> compiled_programs{0};

struct Key {
  Mode mode = Mode::Test;
  Precision precision = Precision::Real32;
  std::int64_t batch = 1;
  int threads = 0;
  std::vector<std::vector<std::int64_t>> dimensions;  // only for nets whose input sizes are open
  std::vector<PortRef> outputs;
  std::vector<GradientRef> gradients;
  std::vector<std::string> imposed;
  bool operator==(const Key&) const = default;
};

struct Compiled {
  array::Executable executable;
  std::size_t output_count = 0;                    // program outputs: requested ports first, then gradients
  std::vector<bool> summed;                        // per gradient: an array's (summed over the batch)
  std::vector<std::pair<std::string, int>> imposed;  // output port -> program input of its gradient
  bool random = false;
};

struct Cache {
  std::mutex mutex;
  Net settled;          // the net as it is evaluated by itself
  bool closed = false;  // all input sizes are known
  std::vector<std::pair<Key, std::shared_ptr<Compiled>>> programs;  // most recently used first
};

Cache& cache_of(const Net& net) {
  static std::mutex creation;
  if (!net->compiled) {
    const std::lock_guard lock(creation);
    if (!net->compiled) {
      auto cache = std::make_shared<Cache>();
      cache->settled = settle_shapes(net);
      if (cache->settled.pointer() == net.pointer()) cache->settled = Net();  // no cycle of ownership
      const Net& settled = cache->settled ? cache->settled : net;
      cache->closed = std::all_of(settled.inputs().begin(), settled.inputs().end(), [](const Port& p) { return p.type.shape_known(); });
      net->compiled = std::move(cache);
    }
  }
  return *static_cast<Cache*>(net->compiled.get());
}

std::string port_list(const std::vector<Port>& ports) {
  std::string list;
  for (const Port& p : ports) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
  return list.empty() ? "none" : list;
}

// A state has an input and an output of one name: its value is the final one, its gradient that of the initial one.
ValueId find_port(const LoweredNet& lowered, const Net& net, const PortRef& ref, bool input_first = false) {
  const std::pair<Path, std::string> key{ref.path, ref.name};
  if (const auto it = lowered.input_ports.find(key); input_first && it != lowered.input_ports.end()) return it->second;
  if (const auto it = lowered.output_ports.find(key); it != lowered.output_ports.end()) return it->second;
  if (const auto it = lowered.input_ports.find(key); it != lowered.input_ports.end()) return it->second;
  const auto owner = net_at(net, ref.path);
  if (owner && (owner->find_output(ref.name) >= 0 || owner->find_input(ref.name) >= 0)) {
    throw NetError("invoutport", "The port \"" + ref.name + "\" of " + path_words(ref.path) + " has no single value, since an operator applies its net to several places or steps.", ref.path, std::string(net.head()));
  }
  std::string text = "There is no port \"" + ref.name + "\"";
  if (!ref.path.empty()) text += " of " + path_words(ref.path);
  if (owner) text += "; the outputs are " + port_list(owner->outputs());
  throw NetError("invoutport", text + ".", ref.path, std::string(net.head()));
}

ValueId gradient_source(const LoweredNet& lowered, const Net& net, const GradientRef& ref, bool& is_array) {
  Path array_path = canonical_path(net, ref.path);
  array_path.emplace_back(ref.name);
  is_array = false;
  for (const ArrayEntry& e : array_entries(net)) {
    if (e.path != array_path) continue;
    if (e.spec->role == ArrayRole::Auxiliary) {
      throw NetError("auxnograd", "Array \"" + ref.name + "\"" + (ref.path.empty() ? "" : " of " + path_words(ref.path)) +
                                      " is an auxiliary array, for which there is no gradient.", array_path, "General");
    }
    is_array = true;
    for (const LoweredArray& a : lowered.arrays) {
      if (a.path == array_path) return a.value;
    }
    for (const LoweredArray& a : lowered.arrays) {  // shared: stored under the first path
      const Extracted other = extract(net, a.path);
      if (other.array && !e.slot->shared_name.empty() && other.array->shared_name == e.slot->shared_name) return a.value;
    }
  }
  const ValueId v = find_port(lowered, net, {canonical_path(net, ref.path), ref.name}, true);
  if (is_integer(lowered.program.dtype(v))) {
    throw NetError("nointgrad", "The port \"" + ref.name + "\" takes integers, for which there is no gradient.", ref.path, std::string(net.head()));
  }
  return v;
}

std::shared_ptr<Compiled> compile_net(const Net& settled, const Key& key) {
  const Net net = key.dimensions.empty() ? settled : with_input_dimensions(settled, key.dimensions);
  LowerOptions lowering;
  lowering.mode = key.mode;
  lowering.precision = key.precision;
  lowering.batch = key.batch;
  lowering.arrays = key.gradients.empty() ? ArrayTreatment::Constants : ArrayTreatment::Parameters;
  lowering.frozen = [](const Path&) { return true; };  // evaluation never changes a net
  for (const GradientRef& ref : key.gradients) lowering.differentiated.emplace_back(canonical_path(net, ref.path), ref.name);
  LoweredNet lowered = lower(net, lowering);
  auto compiled = std::make_shared<Compiled>();
  array::Builder b(lowered.program);
  const DType real = key.precision == Precision::Real64 ? DType::Real64 : DType::Real32;
  auto as_real = [&](ValueId v) { return is_real(b.dtype(v)) ? v : b.cast(v, real); };

  int ordinal = 0;
  std::vector<ValueId> requested;
  if (key.outputs.empty() && key.gradients.empty()) {
    requested = lowered.outputs;
  } else {
    for (const PortRef& ref : key.outputs) requested.push_back(find_port(lowered, net, {canonical_path(net, ref.path), ref.name}));
  }
  std::vector<ValueId> gradients;
  if (!key.gradients.empty()) {
    std::vector<ValueId> sources, targets, cotangents;
    for (const GradientRef& ref : key.gradients) {
      bool is_array = false;
      sources.push_back(gradient_source(lowered, net, ref, is_array));
      compiled->summed.push_back(is_array);
    }
    for (std::size_t i = 0; i < lowered.outputs.size(); ++i) {
      if (!is_real(b.dtype(lowered.outputs[i]))) continue;
      const std::string& name = net.outputs()[i].name;
      const bool imposed = std::find(key.imposed.begin(), key.imposed.end(), name) != key.imposed.end();
      if (net.outputs()[i].role == PortRole::State && !imposed) continue;  // the sum is that of the outputs proper
      targets.push_back(lowered.outputs[i]);
      if (!imposed) {
        cotangents.push_back(array::kNoValue);
        continue;
      }
      compiled->imposed.emplace_back(name, static_cast<int>(lowered.program.inputs.size()));
      cotangents.push_back(b.input("gradient of " + name, real, b.shape(lowered.outputs[i])));
    }
    gradients = array::append_gradients(lowered.program, targets, cotangents, sources);
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      if (gradients[i] == array::kNoValue) gradients[i] = b.fill(0, real, b.shape(sources[i]));
    }
  }
  for (ValueId v : requested) b.output("output" + std::to_string(++ordinal), as_real(v));
  for (ValueId v : gradients) b.output("gradient" + std::to_string(++ordinal), v);
  compiled->output_count = requested.size();
  compiled->random = lowered.random;
  array::CompileOptions options;
  options.threads = key.threads;
  compiled->executable = array::compile(lowered.program, options);
  for (const LoweredArray& a : lowered.arrays) {
    if (a.parameter >= 0) compiled->executable.set_parameter(a.parameter, a.initial);
    if (a.state >= 0) compiled->executable.set_state(a.state, a.initial);
  }
  ++compiled_programs;
  return compiled;
}

// ---- data into buffers

template <typename From, typename To>
void convert_elements(const From* from, To* to, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<To>(from[i]);
}

template <typename To>
void copy_elements(const Array& a, std::int64_t first, std::int64_t count, To* to) {
  switch (a.dtype()) {
    case DType::Real32: return convert_elements(a.data<float>() + first, to, count);
    case DType::Real64: return convert_elements(a.data<double>() + first, to, count);
    case DType::Integer8: return convert_elements(a.data<std::int8_t>() + first, to, count);
    case DType::Integer16: return convert_elements(a.data<std::int16_t>() + first, to, count);
    case DType::Integer32: return convert_elements(a.data<std::int32_t>() + first, to, count);
    case DType::Integer64: return convert_elements(a.data<std::int64_t>() + first, to, count);
    case DType::UnsignedInteger8: return convert_elements(a.data<std::uint8_t>() + first, to, count);
    case DType::UnsignedInteger16: return convert_elements(a.data<std::uint16_t>() + first, to, count);
    case DType::UnsignedInteger32: return convert_elements(a.data<std::uint32_t>() + first, to, count);
    case DType::UnsignedInteger64: return convert_elements(a.data<std::uint64_t>() + first, to, count);
    case DType::ComplexReal32:
    case DType::ComplexReal64: break;  // refused before
  }
}

// Integers must be whole and inside the port's range.
void check_integers(const Port& port, const std::int64_t* values, std::int64_t count, std::string_view head) {
  for (std::int64_t i = 0; i < count; ++i) {
    if (values[i] >= port.type.minimum && (port.type.maximum <= 0 || values[i] <= port.type.maximum)) continue;
    PortType one = port.type;
    one.extents.clear();
    throw NetError("invindata2", "The \"" + port.name + "\" port takes " + describe(one) + ", but was given " + std::to_string(values[i]) + ".", {}, std::string(head));
  }
}

// Large data in the program's own element type is read, and large results are written, where the caller has them.
bool worth_sharing(const void* memory, std::int64_t bytes) { return bytes >= 64 * 1024 && reinterpret_cast<std::uintptr_t>(memory) % 64 == 0; }

// Brings examples first .. first + count - 1 (elements `size` each) to a program input.
void fill_input(Compiled& c, int index, const Array& values, std::int64_t first, std::int64_t count, std::int64_t size, const Port* port,
                std::string_view head) {
  const DType type = c.executable.program().dtype(c.executable.program().inputs[static_cast<std::size_t>(index)]);
  if (type == DType::Real32 && values.dtype() == DType::Real32) {
    const float* given = values.data<float>() + first * size;
    if (worth_sharing(given, count * size * static_cast<std::int64_t>(sizeof(float))) && c.executable.read_from(index, given)) return;
  }
  void* buffer = c.executable.input_buffer(index);
  if (type == DType::Real32) {
    if (values.dtype() == DType::Real32) array::copy_bytes(buffer, values.data<float>() + first * size, static_cast<std::size_t>(count * size) * sizeof(float));
    else copy_elements(values, first * size, count * size, static_cast<float*>(buffer));
  } else if (type == DType::Real64) {
    copy_elements(values, first * size, count * size, static_cast<double*>(buffer));
  } else {
    std::int64_t* integers = static_cast<std::int64_t*>(buffer);
    if (is_real(values.dtype())) {
      for (std::int64_t i = 0; i < count * size; ++i) {
        const double x = values.real_at(first * size + i);
        integers[i] = x == static_cast<double>(static_cast<std::int64_t>(x)) ? static_cast<std::int64_t>(x) : port ? port->type.minimum - 1 : 0;
      }
    } else {
      copy_elements(values, first * size, count * size, integers);
    }
    if (port) check_integers(*port, integers, count * size, head);
  }
}

// Where the outputs of one run go: straight into the result, or into the program's own memory first.
struct Places {
  std::int64_t first = 0, count = 0;
  std::vector<bool> direct;  // empty: none
};

Array& result_array(const Compiled& c, std::size_t i, EvaluateResult& result) {
  return i < c.output_count ? result.outputs[i] : result.gradients[i - c.output_count];
}
bool is_summed(const Compiled& c, std::size_t i) { return i >= c.output_count && c.summed[i - c.output_count]; }

// Makes the result's arrays at the first run, and lets large outputs be written there.
Places place_outputs(Compiled& c, std::int64_t first, std::int64_t batch, EvaluateResult& result) {
  const array::Program& program = c.executable.program();
  Places places{first, 0, {}};
  const std::size_t total = c.output_count + c.summed.size();
  for (std::size_t i = 0; i < total; ++i) {
    const array::ValueId id = program.outputs[i].value;
    const bool summed = is_summed(c, i);
    Shape shape = program.shape(id);
    if (!summed) places.count = shape[0];
    if (first == 0) {
      if (!summed) shape[0] = batch;
      (i < c.output_count ? result.outputs : result.gradients).push_back(summed ? Array::zeros(program.dtype(id), shape) : Array(program.dtype(id), shape));
    }
    if (summed) continue;
    Array& whole = result_array(c, i, result);
    const std::int64_t bytes = whole.byte_count() / batch;
    char* target = static_cast<char*>(whole.bytes()) + first * bytes;
    const bool direct = worth_sharing(target, bytes * places.count) && c.executable.write_to(static_cast<int>(i), target);
    if (!direct) c.executable.write_to(static_cast<int>(i), nullptr);
    if (direct && places.direct.empty()) places.direct.resize(total);
    if (direct) places.direct[i] = true;
  }
  return places;
}

// Copies what was not written there, and adds up the gradients of arrays.
void collect_outputs(const Compiled& c, const Places& places, EvaluateResult& result) {
  for (std::size_t i = 0; i < c.output_count + c.summed.size(); ++i) {
    if (!places.direct.empty() && places.direct[i]) continue;
    Array& whole = result_array(c, i, result);
    const void* part = c.executable.output_buffer(static_cast<int>(i));
    if (!is_summed(c, i)) {
      const std::int64_t bytes = whole.byte_count() == 0 ? 0 : whole.byte_count() / whole.shape()[0];
      array::copy_bytes(static_cast<char*>(whole.bytes()) + places.first * bytes, part, static_cast<std::size_t>(bytes * places.count));
    } else if (whole.dtype() == DType::Real32) {
      for (std::int64_t e = 0; e < whole.element_count(); ++e) whole.data<float>()[e] += static_cast<const float*>(part)[e];
    } else {
      for (std::int64_t e = 0; e < whole.element_count(); ++e) whole.data<double>()[e] += static_cast<const double*>(part)[e];
    }
  }
}

std::shared_ptr<Compiled> find_program(Cache& cache, const Net& net, const Key& key) {
  auto& list = cache.programs;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!(list[i].first == key)) continue;
    if (i != 0) std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i), list.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return list.front().second;
  }
  auto compiled = compile_net(net, key);
  list.insert(list.begin(), {key, compiled});
  if (list.size() > kCachedPrograms) list.pop_back();
  return compiled;
}

// Shape of one example of data for a port; complains if it does not suit the port.
std::vector<std::int64_t> example_dimensions(const Port& port, const Array& values, bool batched, std::int64_t batch, std::string_view head) {
  std::vector<std::int64_t> dimensions(values.shape().begin(), values.shape().end());
  auto complain = [&](const std::vector<std::int64_t>& given) {
    throw ShapeError("The \"" + port.name + "\" port takes " + describe(port.type) + ", but was given " + describe_dimensions(given) + ".", {}, port.name,
                     describe_dimensions(given), describe(port.type), std::string(head), "invindata1");
  };
  if (is_complex(values.dtype())) throw NetError("invindata1", "The \"" + port.name + "\" port takes real numbers, but was given complex ones.", {}, std::string(head));
  if (batched) {
    if (dimensions.empty() || dimensions[0] != batch) {
      throw NetError("invindata3", "The \"" + port.name + "\" port was given " + std::to_string(dimensions.empty() ? 1 : dimensions[0]) + " examples where " +
                                       std::to_string(batch) + " are expected.", {}, std::string(head));
    }
    dimensions.erase(dimensions.begin());
  }
  PortType given = PortType::of_dimensions(dimensions);
  given.element = ElementKind::Any;
  if (!unify(port.type, given)) complain(dimensions);
  return dimensions;
}

}  // namespace

EvaluateResult evaluate(const Net& net, const EvaluateRequest& request, const EvaluateOptions& options) {
  Cache& cache = cache_of(net);
  const std::lock_guard lock(cache.mutex);
  const Net& settled = cache.settled ? cache.settled : net;
  const bool batched = request.batch > 0;
  const std::int64_t batch = batched ? request.batch : 1;

  // The data of every port, in port order.
  const std::vector<Port>& ports = settled.inputs();
  const Array* inputs_inline[8];
  std::vector<const Array*> inputs_more;
  const Array** inputs = inputs_inline;
  if (ports.size() > 8) {
    inputs_more.resize(ports.size());
    inputs = inputs_more.data();
  }
  for (std::size_t i = 0; i < ports.size(); ++i) {
    inputs[i] = nullptr;
    if (i < request.inputs.size() && request.inputs[i].port == ports[i].name) {
      inputs[i] = &request.inputs[i].values;
      continue;
    }
    for (const PortData& d : request.inputs) {
      if (d.port == ports[i].name) inputs[i] = &d.values;
    }
    if (!inputs[i] && ports[i].role != PortRole::State) {
      throw NetError("inpmiss", "No data was given for the \"" + ports[i].name + "\" port.", {}, std::string(net.head()));
    }
  }
  for (const PortData& d : request.inputs) {
    if (settled.find_input(d.port) < 0) {
      throw NetError("inpunk", "\"" + d.port + "\" is not an input port; the input ports are " + port_list(ports) + ".", {}, std::string(net.head()));
    }
  }

  Key key;
  key.mode = options.mode;
  key.precision = options.precision;
  key.threads = options.threads;
  key.outputs = request.outputs;
  key.gradients = request.gradients;
  for (const PortData& d : request.output_gradients) {
    if (settled.find_output(d.port) < 0) {
      throw NetError("invoutport", "\"" + d.port + "\" is not an output port; the output ports are " + port_list(settled.outputs()) + ".", {}, std::string(net.head()));
    }
    key.imposed.push_back(d.port);
  }
  std::int64_t sizes_inline[8];
  std::vector<std::int64_t> sizes_more;
  std::int64_t* sizes = sizes_inline;
  if (ports.size() > 8) {
    sizes_more.resize(ports.size());
    sizes = sizes_more.data();
  }
  for (std::size_t i = 0; i < ports.size(); ++i) {
    std::vector<std::int64_t> dimensions;
    if (!inputs[i]) {
      dimensions = ports[i].type.shape_known() ? ports[i].type.dimensions() : std::vector<std::int64_t>{};
    } else if (cache.closed && inputs[i]->shape().rank() == ports[i].type.rank() + (batched ? 1 : 0) && !is_complex(inputs[i]->dtype())) {
      // The common case, without allocation.
      bool same = !batched || inputs[i]->shape()[0] == batch;
      sizes[i] = 1;
      for (int a = 0; a < ports[i].type.rank(); ++a) {
        const std::int64_t extent = inputs[i]->shape()[a + (batched ? 1 : 0)];
        same = same && ports[i].type.extents[static_cast<std::size_t>(a)] == Extent(extent);
        sizes[i] *= extent;
      }
      if (same) continue;
      dimensions = example_dimensions(ports[i], *inputs[i], batched, batch, net.head());
    } else {
      dimensions = example_dimensions(ports[i], *inputs[i], batched, batch, net.head());
    }
    sizes[i] = 1;
    for (std::int64_t d : dimensions) sizes[i] *= d;
    if (!cache.closed) key.dimensions.push_back(std::move(dimensions));
  }

  std::int64_t chunk = options.batch_size > 0 ? options.batch_size : options.mode == Mode::Train ? batch : kInternalBatch;
  chunk = std::min(chunk, batch);
  EvaluateResult result;
  result.known_finite = true;
  for (std::int64_t first = 0; first < batch; first += chunk) {
    if (options.abort && options.abort->load(std::memory_order_relaxed)) throw NetAborted();
    const std::int64_t count = std::min(chunk, batch - first);
    key.batch = count;
    const std::shared_ptr<Compiled> compiled = find_program(cache, settled, key);
    array::Executable& executable = compiled->executable;
    for (std::size_t i = 0; i < ports.size(); ++i) {
      if (inputs[i]) {
        fill_input(*compiled, static_cast<int>(i), *inputs[i], first, count, sizes[i], &ports[i], net.head());
      } else {  // a recurrent state that starts at zero
        const array::ValueId v = executable.program().inputs[i];
        std::memset(executable.input_buffer(static_cast<int>(i)), 0,
                    static_cast<std::size_t>(executable.program().shape(v).element_count() * array::size_of(executable.program().dtype(v))));
      }
    }
    for (const auto& [name, index] : compiled->imposed) {
      for (const PortData& d : request.output_gradients) {
        if (d.port != name) continue;
        const std::int64_t size = executable.program().shape(executable.program().inputs[static_cast<std::size_t>(index)]).element_count() / count;
        if (d.values.element_count() != size * batch) {
          throw NetError("invindata1", "The gradient imposed on the \"" + name + "\" port must have the shape of the output.", {}, std::string(net.head()));
        }
        fill_input(*compiled, index, d.values, first, count, size, nullptr, net.head());
      }
    }
    if (first == 0) result.summed = compiled->summed;
    if (compiled->random) executable.set_seed(options.seed, static_cast<std::uint64_t>(first / chunk));
    const Places places = place_outputs(*compiled, first, batch, result);
    executable.run();
    array::rethrow_callback_error();
    for (std::size_t i = 0; i < compiled->output_count + compiled->summed.size() && result.known_finite; ++i) {
      result.known_finite = executable.output_is_finite(static_cast<int>(i));
    }
    collect_outputs(*compiled, places, result);
  }
  if (!batched) {
    for (Array& a : result.outputs) a = a.reshape(a.shape().slice(1, a.shape().rank()));
    for (std::size_t i = 0; i < result.gradients.size(); ++i) {
      Array& a = result.gradients[i];
      if (!result.summed[i]) a = a.reshape(a.shape().slice(1, a.shape().rank()));
    }
  }
  return result;
}

std::vector<Array> evaluate(const Net& net, const std::vector<Array>& inputs, std::int64_t batch, const EvaluateOptions& options) {
  EvaluateRequest request;
  request.batch = batch;
  if (inputs.size() != net.inputs().size()) {
    throw NetError("inpmiss", "The net has " + std::to_string(net.inputs().size()) + " input ports, but data for " + std::to_string(inputs.size()) + " was given.", {}, std::string(net.head()));
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) request.inputs.push_back({net.inputs()[i].name, inputs[i]});
  return evaluate(net, request, options).outputs;
}

// ---- one example, raw buffers

struct DirectEvaluator::Impl {
  std::shared_ptr<Compiled> compiled;
  std::size_t input_bytes = 0, output_bytes = 0;
  std::int64_t input_size = 0, output_size = 0;
  void* input = nullptr;
};

DirectEvaluator::DirectEvaluator(const Net& net, Precision precision) : impl_(nullptr) {
  auto impl = std::make_unique<Impl>();
  if (net.inputs().size() != 1 || net.outputs().size() != 1 || net.inputs()[0].type.element == ElementKind::Integer || precision != Precision::Real32) {
    throw NetError("invnet", "A DirectEvaluator needs a net with one real input and one output, in Real32.", {}, std::string(net.head()));
  }
  Key key;
  key.precision = precision;
  impl->compiled = compile_net(settle_shapes(net), key);
  const array::Program& p = impl->compiled->executable.program();
  impl->input_size = p.shape(p.inputs[0]).element_count();
  impl->output_size = p.shape(p.outputs[0].value).element_count();
  impl->input_bytes = static_cast<std::size_t>(impl->input_size) * sizeof(float);
  impl->output_bytes = static_cast<std::size_t>(impl->output_size) * sizeof(float);
  impl->input = impl->compiled->executable.input_buffer(0);
  impl_ = impl.release();
}

DirectEvaluator::~DirectEvaluator() { delete impl_; }
DirectEvaluator::DirectEvaluator(DirectEvaluator&& other) noexcept : impl_(std::exchange(other.impl_, nullptr)) {}
std::int64_t DirectEvaluator::input_size() const { return impl_->input_size; }
std::int64_t DirectEvaluator::output_size() const { return impl_->output_size; }

void DirectEvaluator::operator()(const float* input, float* output) {
  std::memcpy(impl_->input, input, impl_->input_bytes);
  impl_->compiled->executable.run();
  array::rethrow_callback_error();
  std::memcpy(output, impl_->compiled->executable.output_buffer(0), impl_->output_bytes);
}

std::int64_t compiled_program_count() { return compiled_programs.load(); }

std::string program_text(const Net& net, std::int64_t batch, Mode mode) {
  LowerOptions options;
  options.mode = mode;
  options.batch = batch;
  LoweredNet lowered = lower(settle_shapes(net), options);
  array::Builder b(lowered.program);
  for (std::size_t i = 0; i < lowered.outputs.size(); ++i) b.output(net.outputs()[i].name, lowered.outputs[i]);
  return array::to_text(lowered.program);
}

}  // namespace lykos::nets
