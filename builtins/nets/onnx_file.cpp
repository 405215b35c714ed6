// The format "ONNX" of Import and Export: models of the Open Neural Network Exchange (onnx.proto), read into and written from one
// association. What its operators mean as layers, and layers as operators, is in onnx_import.wl and onnx_export.wl.
//
//   <|"Opset" -> n, "Name" -> graph, "Inputs" -> {<|"Name", "Type", "Dimensions"|>, ...}, "Outputs" -> the same,
//     "Nodes" -> {<|"Operator", "Name", "Inputs", "Outputs", "Attributes" -> <|name -> value|>|>, ...}, "Initializers" -> <|name -> array|>|>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "builtins/files/formats.h"
#include "builtins/library.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "expr/association.h"
#include "nets/graph.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// ---- protocol buffers: a message is a sequence of fields; a field is a number, a wire type and a value

struct Malformed {
  std::string what;
};

enum class Wire : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct Field {
  std::uint32_t number = 0;
  Wire wire = Wire::Varint;
  std::uint64_t value = 0;      // of a varint or fixed number
  std::string_view bytes;       // of bytes
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool done() const { return rest_.empty(); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    throw Malformed{"a number has more than 64 bits"};
  }

  Field next() {
    const std::uint64_t key = varint();
    Field field;
    field.number = static_cast<std::uint32_t>(key >> 3);
    field.wire = static_cast<Wire>(key & 7);
    switch (field.wire) {
      case Wire::Varint: field.value = varint(); break;
      case Wire::Fixed64: field.value = fixed<std::uint64_t>(); break;
      case Wire::Fixed32: field.value = fixed<std::uint32_t>(); break;
      case Wire::Bytes: field.bytes = take(varint()); break;
      default: throw Malformed{"a field has the unknown wire type " + std::to_string(key & 7)};
    }
    return field;
  }

  template <typename T>
  T fixed() {
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }

 private:
  std::string_view take(std::uint64_t count) {
    if (count > rest_.size()) throw Malformed{"it ends in the middle of a field"};
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
    rest_.remove_prefix(static_cast<std::size_t>(count));
    return taken;
  }
  std::string_view rest_;
};

float as_float(std::uint64_t bits) {
  const auto narrow = static_cast<std::uint32_t>(bits);
  float value;
  std::memcpy(&value, &narrow, sizeof value);
  return value;
}

// Repeated numbers may stand one by one or packed into one field.
void add_integers(const Field& field, std::vector<std::int64_t>& list) {
  if (field.wire != Wire::Bytes) {
    list.push_back(static_cast<std::int64_t>(field.value));
    return;
  }
  for (Reader packed(field.bytes); !packed.done();) list.push_back(static_cast<std::int64_t>(packed.varint()));
}

template <typename T>
void add_fixed(const Field& field, std::vector<T>& list) {
  if (field.wire != Wire::Bytes) {
    if constexpr (sizeof(T) == 4) list.push_back(as_float(field.value));
    else {
      T value;
      std::memcpy(&value, &field.value, sizeof value);
      list.push_back(value);
    }
    return;
  }
  for (Reader packed(field.bytes); !packed.done();) list.push_back(packed.fixed<T>());
}

// ---- tensors

// TensorProto.DataType
enum : int { kFloat = 1, kUInt8, kInt8, kUInt16, kInt16, kInt32, kInt64, kString, kBool, kFloat16, kDouble, kUInt32, kUInt64 };

float half_to_float(std::uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const float sign = half & 0x8000 ? -1.0f : 1.0f;
  if (exponent == 31) return fraction ? std::numeric_limits<float>::quiet_NaN() : sign * std::numeric_limits<float>::infinity();
  return sign * (exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24) : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25));
}

template <typename T, typename Out>
void read_raw(std::string_view raw, std::vector<Out>& out) {
  if (raw.size() % sizeof(T) != 0) throw Malformed{"the data of a tensor have a broken element at their end"};
  out.resize(raw.size() / sizeof(T));
  for (std::size_t i = 0; i < out.size(); ++i) {
    T value;
    std::memcpy(&value, raw.data() + i * sizeof(T), sizeof(T));
    out[i] = static_cast<Out>(value);
  }
}

Expr nested_integers(const std::vector<std::int64_t>& dimensions, std::size_t level, const std::int64_t*& next) {
  if (level == dimensions.size()) return Expr::integer(*next++);
  std::vector<Expr> parts;
  for (std::int64_t i = 0; i < dimensions[level]; ++i) parts.push_back(nested_integers(dimensions, level + 1, next));
  return make_list(std::move(parts));
}

struct Tensor {
  std::string name;
  Expr value;
};

Tensor read_tensor(std::string_view bytes) {
  Tensor tensor;
  std::vector<std::int64_t> dimensions, integers;
  std::vector<float> floats;
  std::vector<double> doubles;
  std::string_view raw;
  bool has_raw = false, external = false;
  int type = kFloat;
  for (Reader reader(bytes); !reader.done();) {
    const Field field = reader.next();
    switch (field.number) {
      case 1: add_integers(field, dimensions); break;
      case 2: type = static_cast<int>(field.value); break;
      case 4: add_fixed(field, floats); break;
      case 5: case 7: case 11: add_integers(field, integers); break;
      case 8: tensor.name = std::string(field.bytes); break;
      case 9: raw = field.bytes; has_raw = true; break;
      case 10: add_fixed(field, doubles); break;
      case 14: external = field.value == 1; break;
      default: break;
    }
  }
  if (external) throw Malformed{"the values of the tensor \"" + tensor.name + "\" lie in another file, which is not supported"};
  if (has_raw) {
    switch (type) {
      case kFloat: read_raw<float>(raw, floats); break;
      case kDouble: read_raw<double>(raw, doubles); break;
      case kInt64: read_raw<std::int64_t>(raw, integers); break;
      case kInt32: read_raw<std::int32_t>(raw, integers); break;
      case kUInt32: read_raw<std::uint32_t>(raw, integers); break;
      case kUInt64: read_raw<std::uint64_t>(raw, integers); break;
      case kInt16: read_raw<std::int16_t>(raw, integers); break;
      case kUInt16: read_raw<std::uint16_t>(raw, integers); break;
      case kInt8: read_raw<std::int8_t>(raw, integers); break;
      case kUInt8: case kBool: read_raw<std::uint8_t>(raw, integers); break;
      case kFloat16: {
        std::vector<std::uint16_t> halves;
        read_raw<std::uint16_t>(raw, halves);
        for (std::uint16_t half : halves) floats.push_back(half_to_float(half));
        break;
      }
      default: throw Malformed{"the tensor \"" + tensor.name + "\" has elements of the type " + std::to_string(type) + ", which is not supported"};
    }
  } else if (type == kFloat16) {
    for (std::int64_t half : integers) floats.push_back(half_to_float(static_cast<std::uint16_t>(half)));
  }
  std::int64_t count = 1;
  for (std::int64_t d : dimensions) {
    if (d < 0 || (d > 0 && count > (std::int64_t{1} << 40) / d)) throw Malformed{"the tensor \"" + tensor.name + "\" has impossible dimensions"};
    count *= d;
  }
  const bool real = type == kFloat || type == kFloat16, wide = type == kDouble;
  const std::size_t given = real ? floats.size() : wide ? doubles.size() : integers.size();
  if (given != static_cast<std::size_t>(count)) throw Malformed{"the tensor \"" + tensor.name + "\" has " + std::to_string(given) + " values where its dimensions ask for " + std::to_string(count)};
  if (!real && !wide) {
    if (count == 0) {
      tensor.value = make_list(std::vector<Expr>{});
      return tensor;
    }
    const std::int64_t* next = integers.data();
    tensor.value = nested_integers(dimensions, 0, next);
    if (tensor.value.is_list()) tensor.value = pack(tensor.value);
    return tensor;
  }
  if (dimensions.empty()) {
    tensor.value = Expr::real(real ? static_cast<double>(floats[0]) : doubles[0]);
    return tensor;
  }
  Array values(real ? DType::Real32 : DType::Real64, Shape(std::span<const std::int64_t>(dimensions)));
  if (real) std::copy(floats.begin(), floats.end(), values.data<float>());
  else std::copy(doubles.begin(), doubles.end(), values.data<double>());
  tensor.value = make_numeric_array(values);
  return tensor;
}

// ---- reading the model

Expr entry_list(std::vector<Expr> items) { return make_list(std::move(items)); }
Expr text(std::string_view bytes) { return Expr::string(std::string(bytes)); }

Expr read_value_info(std::string_view bytes) {
  std::string name;
  std::int64_t type = 0;
  std::vector<Expr> dimensions;
  bool has_shape = false;
  for (Reader info(bytes); !info.done();) {
    const Field field = info.next();
    if (field.number == 1) name = std::string(field.bytes);
    if (field.number != 2) continue;
    for (Reader kind(field.bytes); !kind.done();) {
      const Field tensor = kind.next();
      if (tensor.number != 1) continue;
      for (Reader parts(tensor.bytes); !parts.done();) {
        const Field part = parts.next();
        if (part.number == 1) type = static_cast<std::int64_t>(part.value);
        if (part.number != 2) continue;
        has_shape = true;
        for (Reader shape(part.bytes); !shape.done();) {
          const Field dimension = shape.next();
          if (dimension.number != 1) continue;
          Expr size(sym::Automatic);
          for (Reader one(dimension.bytes); !one.done();) {
            const Field value = one.next();
            if (value.number == 1) size = Expr::integer(static_cast<std::int64_t>(value.value));
            if (value.number == 2) size = text(value.bytes);
          }
          dimensions.push_back(size);
        }
      }
    }
  }
  return make_association({{Expr::string("Name"), Expr::string(name)}, {Expr::string("Type"), Expr::integer(type)},
                           {Expr::string("Dimensions"), has_shape ? entry_list(std::move(dimensions)) : Expr(sym::Automatic)}});
}

AssociationEntry read_attribute(std::string_view bytes) {
  std::string name;
  Expr value(sym::None);
  std::vector<double> floats;
  std::vector<std::int64_t> integers;
  std::vector<Expr> strings;
  std::vector<float> packed;
  for (Reader reader(bytes); !reader.done();) {
    const Field field = reader.next();
    switch (field.number) {
      case 1: name = std::string(field.bytes); break;
      case 2: value = Expr::real(static_cast<double>(as_float(field.value))); break;
      case 3: value = Expr::integer(static_cast<std::int64_t>(field.value)); break;
      case 4: value = text(field.bytes); break;
      case 5: value = read_tensor(field.bytes).value; break;
      case 7: add_fixed(field, packed); break;
      case 8: add_integers(field, integers); break;
      case 9: strings.push_back(text(field.bytes)); break;
      default: break;
    }
  }
  std::vector<Expr> list;
  for (float x : packed) list.push_back(Expr::real(static_cast<double>(x)));
  for (std::int64_t n : integers) list.push_back(Expr::integer(n));
  for (Expr& s : strings) list.push_back(std::move(s));
  if (!list.empty()) value = pack(make_list(std::move(list)));
  return {Expr::string(name), value};
}

Expr read_node(std::string_view bytes) {
  std::vector<Expr> inputs, outputs;
  std::vector<AssociationEntry> attributes;
  std::string name, kind, domain;
  for (Reader reader(bytes); !reader.done();) {
    const Field field = reader.next();
    switch (field.number) {
      case 1: inputs.push_back(text(field.bytes)); break;
      case 2: outputs.push_back(text(field.bytes)); break;
      case 3: name = std::string(field.bytes); break;
      case 4: kind = std::string(field.bytes); break;
      case 5: attributes.push_back(read_attribute(field.bytes)); break;
      case 7: domain = std::string(field.bytes); break;
      default: break;
    }
  }
  if (!domain.empty() && domain != "ai.onnx") kind = domain + "." + kind;
  return make_association({{Expr::string("Operator"), Expr::string(kind)}, {Expr::string("Name"), Expr::string(name)}, {Expr::string("Inputs"), entry_list(std::move(inputs))},
                           {Expr::string("Outputs"), entry_list(std::move(outputs))}, {Expr::string("Attributes"), make_association(std::move(attributes))}});
}

Expr read_model(std::string_view bytes) {
  std::int64_t opset = 0;
  std::vector<Expr> nodes, inputs, outputs;
  std::vector<AssociationEntry> initializers;
  std::string name;
  bool has_graph = false;
  for (Reader model(bytes); !model.done();) {
    const Field field = model.next();
    if (field.number == 8 && field.wire == Wire::Bytes) {
      std::string domain;
      std::int64_t version = 0;
      for (Reader set(field.bytes); !set.done();) {
        const Field part = set.next();
        if (part.number == 1) domain = std::string(part.bytes);
        if (part.number == 2) version = static_cast<std::int64_t>(part.value);
      }
      if (domain.empty() || domain == "ai.onnx") opset = version;
    }
    if (field.number != 7 || field.wire != Wire::Bytes) continue;
    has_graph = true;
    for (Reader graph(field.bytes); !graph.done();) {
      const Field part = graph.next();
      switch (part.number) {
        case 1: nodes.push_back(read_node(part.bytes)); break;
        case 2: name = std::string(part.bytes); break;
        case 5: {
          Tensor tensor = read_tensor(part.bytes);
          initializers.push_back({Expr::string(tensor.name), std::move(tensor.value)});
          break;
        }
        case 11: inputs.push_back(read_value_info(part.bytes)); break;
        case 12: outputs.push_back(read_value_info(part.bytes)); break;
        default: break;
      }
    }
  }
  if (!has_graph) throw Malformed{"it holds no graph"};
  return make_association({{Expr::string("Opset"), Expr::integer(opset)}, {Expr::string("Name"), Expr::string(name)}, {Expr::string("Inputs"), entry_list(std::move(inputs))},
                           {Expr::string("Outputs"), entry_list(std::move(outputs))}, {Expr::string("Nodes"), entry_list(std::move(nodes))},
                           {Expr::string("Initializers"), make_association(std::move(initializers))}});
}

// ---- writing

class Writer {
 public:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  void integer(std::uint32_t field, std::int64_t value) {
    varint(field << 3 | static_cast<std::uint32_t>(Wire::Varint));
    varint(static_cast<std::uint64_t>(value));
  }
  void number(std::uint32_t field, float value) {
    varint(field << 3 | static_cast<std::uint32_t>(Wire::Fixed32));
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void bytes(std::uint32_t field, std::string_view value) {
    varint(field << 3 | static_cast<std::uint32_t>(Wire::Bytes));
    varint(value.size());
    bytes_.append(value);
  }
  void message(std::uint32_t field, const Writer& value) { bytes(field, value.bytes_); }
  std::string& result() { return bytes_; }

 private:
  std::string bytes_;
};

const Expr& part(const Expr& association, const char* name) {
  static const Expr none(sym::None);
  const Expr* value = association.is_association() ? association_find(association, Expr::string(name)) : nullptr;
  return value ? *value : none;
}
std::string string_part(const Expr& association, const char* name) {
  const Expr& value = part(association, name);
  return value.is_string() ? value.string_value() : std::string();
}

// Lists of integers are Int64 tensors, everything else is Real32.
Writer tensor_message(const std::string& name, const Expr& value) {
  Writer tensor;
  const ArrayReading reading = read_array(value);
  if (!reading.array) throw Malformed{"the values of \"" + name + "\" are no array"};
  const bool integers = value.is_integer() || (!value.is_numeric_array() && !array::is_real(reading.array->dtype()));
  const Array values = reading.array->convert(integers ? DType::Integer64 : DType::Real32);
  for (std::int64_t d : values.shape()) tensor.integer(1, d);
  tensor.integer(2, integers ? kInt64 : kFloat);
  tensor.bytes(8, name);
  const auto count = static_cast<std::size_t>(values.element_count());
  if (integers) tensor.bytes(9, {reinterpret_cast<const char*>(values.data<std::int64_t>()), count * sizeof(std::int64_t)});
  else tensor.bytes(9, {reinterpret_cast<const char*>(values.data<float>()), count * sizeof(float)});
  return tensor;
}

Writer value_info_message(const Expr& info) {
  Writer shape, tensor, kind, message;
  const Expr& dimensions = part(info, "Dimensions");
  for (std::size_t i = 0; dimensions.is_list() && i < dimensions.size(); ++i) {
    Writer dimension;
    const Expr size = dimensions[i];
    if (const auto n = machine_integer(size)) dimension.integer(1, *n);
    else dimension.bytes(2, size.is_string() ? size.string_value() : "n");
    shape.message(1, dimension);
  }
  tensor.integer(1, machine_integer(part(info, "Type")).value_or(kFloat));
  tensor.message(2, shape);
  kind.message(1, tensor);
  message.bytes(1, string_part(info, "Name"));
  message.message(2, kind);
  return message;
}

Writer attribute_message(const std::string& name, const Expr& value) {
  enum : int { kTypeFloat = 1, kTypeInt, kTypeString, kTypeTensor, kTypeFloats = 6, kTypeInts };
  Writer attribute;
  attribute.bytes(1, name);
  if (const auto n = machine_integer(value)) {
    attribute.integer(3, *n);
    attribute.integer(20, kTypeInt);
  } else if (value.is_string()) {
    attribute.bytes(4, value.string_value());
    attribute.integer(20, kTypeString);
  } else if (const auto x = machine_real(value)) {
    attribute.number(2, static_cast<float>(*x));
    attribute.integer(20, kTypeFloat);
  } else if (value.is_list()) {
    for (std::size_t i = 0; i < value.size(); ++i) attribute.integer(8, machine_integer(value[i]).value_or(0));
    attribute.integer(20, kTypeInts);
  }
  return attribute;
}

std::vector<AssociationEntry> entries_of(const Expr& association) { return association.is_association() ? association.association().entries : std::vector<AssociationEntry>{}; }

const std::string& tensor_name(const Expr& name) {
  if (!name.is_string()) throw Malformed{"an operator has no name for its input"};
  return name.string_value();
}

std::string write_model(const Expr& model) {
  Writer graph, set, result;
  for (const Expr& node : elements_of(part(model, "Nodes"))) {
    Writer message;
    for (const Expr& input : elements_of(part(node, "Inputs"))) message.bytes(1, tensor_name(input));
    for (const Expr& output : elements_of(part(node, "Outputs"))) message.bytes(2, tensor_name(output));
    message.bytes(3, string_part(node, "Name"));
    message.bytes(4, string_part(node, "Operator"));
    for (const AssociationEntry& entry : entries_of(part(node, "Attributes"))) message.message(5, attribute_message(entry.key.string_value(), entry.value));
    graph.message(1, message);
  }
  graph.bytes(2, string_part(model, "Name"));
  for (const AssociationEntry& entry : entries_of(part(model, "Initializers"))) graph.message(5, tensor_message(entry.key.string_value(), entry.value));
  for (const Expr& info : elements_of(part(model, "Inputs"))) graph.message(11, value_info_message(info));
  for (const Expr& info : elements_of(part(model, "Outputs"))) graph.message(12, value_info_message(info));
  set.bytes(1, "");
  set.integer(2, machine_integer(part(model, "Opset")).value_or(13));
  constexpr std::int64_t kFormatVersion = 7;
  result.integer(1, kFormatVersion);
  result.bytes(2, "Lykos");
  result.message(7, graph);
  result.message(8, set);
  return std::move(result.result());
}

// ---- the format

Expr import_onnx(const ImportRequest& request) {
  const auto fail = [&](const Expr& why) {
    message(request.call->head(), "fmterr", {Expr::string(request.format), Expr::string(request.source), why});
    return failed();
  };
  Expr model;
  try {
    model = read_model(request.bytes);
  } catch (const Malformed& problem) {
    return fail(Expr::string("the file is damaged: " + problem.what));
  }
  const std::string element = request.element("Net");
  if (element == "ArrayAssociation") return part(model, "Initializers");
  if (element == "ArrayList") return apply(sym::Values, {part(model, "Initializers")});
  if (element == "OperatorSetVersion") return part(model, "Opset");
  if (element == "GraphName") return part(model, "Name");
  if (element != "Net" && element != "UninitializedNet") return request.unknown_element();
  const MaybeExpr net = call_library("nets/onnx_import", "netOf", std::vector<Expr>{model});
  if (!net) return fail(Expr::string("it can't be read as a net"));
  if (net->is_string()) return fail(*net);
  const nets::Net* made = as_net(*net);
  if (!made) return failed();
  return element == "Net" ? *net : wrap_net(nets::without_arrays(*made));
}

std::optional<std::string> export_onnx(const ExportRequest& request) {
  if (!as_net(request.value)) return request.fail("nodta", {request.value, Expr::string(request.format)});
  const MaybeExpr model = call_library("nets/onnx_export", "modelOf", std::vector<Expr>{request.value});
  try {
    if (model && model->is_association()) return write_model(*model);
  } catch (const Malformed& problem) {
    say(request.call->head(), "onnxnet", "The net can't be written in the format ONNX: " + problem.what + '.');
    return std::nullopt;
  }
  say(request.call->head(), "onnxnet", "The net can't be written in the format ONNX: " + (model && model->is_string() ? model->string_value() : std::string("it could not be taken apart")) + '.');
  return std::nullopt;
}

}  // namespace

void register_onnx_file() {
  register_format({"ONNX", {"onnx"}, import_onnx, export_onnx, true, {"ArrayAssociation", "ArrayList", "GraphName", "Net", "OperatorSetVersion", "UninitializedNet"}});
}

}  // namespace lykos::builtins
