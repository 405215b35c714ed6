// Reading data for ports. The rank decides what is a batch: data of the port's own rank is one example, one level more is a batch.
#include "builtins/nets/port_data.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::NetError;
using nets::Port;

namespace {

std::string port_words(const Port& port) { return "port \"" + port.name + '"'; }

std::string describe_data(std::span<const std::int64_t> dimensions) {
  return nets::describe_dimensions({dimensions.begin(), dimensions.end()});
}

[[noreturn]] void wrong_shape(const Port& port, std::span<const std::int64_t> dimensions, const std::string& what) {
  throw NetError("invindata1", (what.empty() ? "Data supplied to " + port_words(port) : what + " for " + port_words(port)) + " was " +
                                   describe_data(dimensions) + ", but " + nets::describe(port.type) + " was expected.");
}

void check_range(const Port& port, const Array& values) {
  if (port.type.element != nets::ElementKind::Integer) return;
  const bool bounded = port.type.maximum > 0 || port.type.minimum > port.type.maximum;
  for (std::int64_t i = 0; i < values.element_count(); ++i) {
    const double x = values.real_at(i);
    const bool whole = x == std::floor(x);
    if (whole && x >= static_cast<double>(port.type.minimum) && (!bounded || port.type.maximum <= 0 || x <= static_cast<double>(port.type.maximum))) continue;
    std::string text = "Data supplied to " + port_words(port) + " contains " + short_text(whole ? Expr::integer(static_cast<std::int64_t>(x)) : Expr::real(x)) +
                       ", but " + nets::describe(port.type) + " was expected.";
    throw NetError("invindata2", text);
  }
}

Array read_example(const Port& port, const Expr& data, bool& numeric_array) {
  ArrayReading reading = read_array(data);
  numeric_array |= reading.numeric_array;
  if (!reading.array) throw NetError("invindata2", "Data supplied to " + port_words(port) + ' ' + reading.problem);
  return std::move(*reading.array);
}

Array encode_example(const Port& port, const nets::PortCoder& coder, const Expr& data) {
  std::string problem;
  if (auto values = static_cast<const Coder&>(coder).encode(data, problem)) return std::move(*values);
  throw NetError("invindata2", "Data supplied to " + port_words(port) + ' ' + problem + '.');
}

// Puts examples of equal shape behind one another; keeps them apart when shapes differ.
void stack(PortColumn& column, std::vector<Array> examples) {
  column.count = static_cast<std::int64_t>(examples.size());
  for (const Array& example : examples) {
    if (!(example.shape() == examples[0].shape())) {
      column.examples = std::move(examples);
      return;
    }
  }
  Shape shape = examples[0].shape();
  shape.insert(0, column.count);
  DType dtype = examples[0].dtype();
  for (const Array& example : examples) {
    if (example.dtype() != dtype) dtype = DType::Real64;
  }
  Array all(dtype, shape);
  auto* out = static_cast<std::byte*>(all.bytes());
  for (const Array& example : examples) {
    const Array converted = example.dtype() == dtype ? example : example.convert(dtype);
    std::memcpy(out, converted.bytes(), static_cast<std::size_t>(converted.byte_count()));
    out += converted.byte_count();
  }
  column.values = std::move(all);
}

void check_examples(const Port& port, const PortColumn& column, const std::string& what) {
  if (column.ragged()) {
    for (std::size_t i = 0; i < column.examples.size(); ++i) {
      check_port_dimensions(port, column.examples[i].shape().span(), what.empty() ? "Example " + std::to_string(i + 1) : what);
      check_range(port, column.examples[i]);
    }
    return;
  }
  const std::span<const std::int64_t> dimensions = column.values.shape().span();
  check_port_dimensions(port, column.count > 0 ? dimensions.subspan(1) : dimensions, what);
  check_range(port, column.values);
}

PortColumn read_encoded(const Port& port, const nets::PortCoder& coder, const Expr& data, Batching batching) {
  PortColumn column;
  const auto& encoder = static_cast<const Coder&>(coder);
  const bool many = batching == Batching::Many || (batching == Batching::Decide && !encoder.is_single(data));
  if (!many) {
    column.values = encode_example(port, coder, data);
    check_examples(port, column, {});
    return column;
  }
  if (!data.is_list()) throw NetError("invindata1", "Data supplied to " + port_words(port) + " should be a list of examples, not " + short_text(data) + '.');
  if (data.size() == 0) throw NetError("netemptin", "The batch of data supplied to " + port_words(port) + " is empty.");
  std::vector<Array> examples;
  std::string problem;
  if (!encoder.encode_all(data.args(), examples, problem)) {
    throw NetError("invindata2", "Data supplied to " + port_words(port) + ' ' + problem + '.');
  }
  stack(column, std::move(examples));
  check_examples(port, column, {});
  return column;
}

}  // namespace

void check_port_dimensions(const Port& port, std::span<const std::int64_t> dimensions, const std::string& what) {
  const nets::PortType& type = port.type;
  bool fits = true;
  if (!type.rank_known) {
    fits = static_cast<int>(dimensions.size()) >= type.minimum_rank;
  } else if (type.rank() != static_cast<int>(dimensions.size())) {
    fits = false;
  } else {
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      if (type.extents[i].known() && type.extents[i].size() != dimensions[i]) fits = false;
    }
  }
  if (!fits) wrong_shape(port, dimensions, what);
}

namespace {

// {} for a port that takes sequences of vectors or other arrays of known size, whose number may be 0: what has been seen so far.
std::optional<Array> empty_sequence(const nets::PortType& type) {
  if (!type.rank_known || type.rank() < 2 || !type.extents[0].is_varying()) return std::nullopt;
  Shape shape{0};
  for (int i = 1; i < type.rank(); ++i) {
    if (!type.extents[static_cast<std::size_t>(i)].known()) return std::nullopt;
    shape.push_back(type.extents[static_cast<std::size_t>(i)].size());
  }
  return Array(DType::Real32, shape);
}

// True and False as targets of losses that take a number: 1 and 0.
bool starts_with_boolean(const Expr& data) {
  const Expr* at = &data;
  while (at->is_list() && !at->is_packed() && at->size() > 0) at = &at->args()[0];
  return at->is_true() || at->is_false();
}

Expr booleans_as_numbers(const Expr& data) {
  if (data.is_true() || data.is_false()) return Expr::integer(data.is_true() ? 1 : 0);
  if (!data.is_list() || data.is_packed()) return data;
  lykos::Builder numbers(sym::List, data.size());
  for (const Expr& element : data.args()) numbers.push(booleans_as_numbers(element));
  return numbers.finish();
}

// Data for a port whose numbers are the net's own.
PortColumn read_plain(const Port& port, const Expr& data, Batching batching) {
  PortColumn column;
  if (batching != Batching::Many && data.is_list() && data.size() == 0) {
    if (auto empty = empty_sequence(port.type)) {
      column.values = std::move(*empty);
      return column;
    }
  }
  const std::vector<std::int64_t> dimensions = leading_dimensions(data);
  const int depth = static_cast<int>(dimensions.size());
  bool many = batching == Batching::Many;
  if (batching == Batching::Decide && port.type.rank_known) many = depth == port.type.rank() + 1;
  if (!many) {
    if (batching == Batching::Decide && port.type.rank_known && depth != port.type.rank() && !data.is_association() && (depth > 0 || data.is_number())) {
      wrong_shape(port, dimensions, {});
    }
    column.values = read_example(port, data, column.numeric_array);
    check_examples(port, column, {});
    return column;
  }
  if (depth == 0) throw NetError("invindata1", "Data supplied to " + port_words(port) + " should be a list of examples, not " + short_text(data) + '.');
  if (dimensions[0] == 0) throw NetError("netemptin", "The batch of data supplied to " + port_words(port) + " is empty.");

  ArrayReading reading = read_array(data);
  column.numeric_array = reading.numeric_array;
  if (reading.array) {
    column.count = dimensions[0];
    column.values = std::move(*reading.array);
  } else {
    // Ragged, or something that is no number: example by example the message can say where.
    std::vector<Array> examples;
    examples.reserve(data.size());
    std::size_t position = 0;
    for (const Expr& element : data.args()) {
      ++position;
      ArrayReading example = read_array(element);
      column.numeric_array |= example.numeric_array;
      if (!example.array) {
        throw NetError("invindata2", "Example " + std::to_string(position) + " of the data supplied to " + port_words(port) + ' ' + example.problem);
      }
      check_port_dimensions(port, example.array->shape().span(), "Example " + std::to_string(position));
      examples.push_back(std::move(*example.array));
    }
    stack(column, std::move(examples));
  }
  check_examples(port, column, {});
  return column;
}

// Numbers where none can be encoded, in the shape of the port's arrays or a batch of them: what the encoder would have made.
std::optional<PortColumn> read_as_encoded(const Port& port, const Coder& encoder, const Expr& data, Batching batching) {
  if (encoder.encodes_numbers() || !port.type.rank_known || port.type.rank() == 0 || !data.is_list()) return std::nullopt;
  const Expr* first = &data;
  while (first->is_list() && first->size() > 0) {
    if (first->is_packed()) break;
    first = &first->args()[0];
  }
  if (!first->is_packed() && !first->is_number()) return std::nullopt;
  try {
    return read_plain(port, data, batching);
  } catch (const NetError&) {
    return std::nullopt;  // the encoder says better what was expected
  }
}

}  // namespace

PortColumn read_port_data(const Port& port, const Expr& given_data, Batching batching, const nets::PortCoder* coder) {
  const bool booleans = !coder && !port.coder && port.role == nets::PortRole::Target && starts_with_boolean(given_data);
  const Expr data = booleans ? booleans_as_numbers(given_data) : given_data.has_head(sym::SparseArray) ? apply(sym::Normal, {given_data}) : given_data;
  if (!coder && port.coder && !port.coder->is_decoder()) coder = port.coder.get();
  if (!coder || data.is_numeric_array()) return read_plain(port, data, batching);
  if (auto column = read_as_encoded(port, static_cast<const Coder&>(*coder), data, batching)) return std::move(*column);
  return read_encoded(port, *coder, data, batching);
}

}  // namespace lykos::builtins
