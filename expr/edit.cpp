// edit.cpp - in-place edits of uniquely held nodes (see edit.h).
#include "expr/edit.h"

#include "expr/memory.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

void touched(Node* node) {
  node->hash = 0;
  node->stamp = 0;
}

// Whether an element is known to be fully evaluated, so that a list that gains it stays so.
bool is_settled(const Expr& value) {
  if (value.is_normal() || value.is_association())
    return value.is_packed() || value.node()->stamp == definition_epoch;
  return true;  // atoms; callers pass evaluated symbols
}

// A list known to be evaluated stays so when an evaluated element comes in: otherwise every x[[i]] = v would make the next
// use of x walk the whole list again.
class KeepStamp {
 public:
  KeepStamp(const Expr& container, const Expr& value)
      : keep_(container.is_list() && !container.is_packed() && container.node()->stamp == definition_epoch && is_settled(value) &&
              !value.is(sym::Nothing)) {}
  void apply(const Expr& container) const {
    if (keep_) container.node()->stamp = definition_epoch;
  }

 private:
  bool keep_;
};

// The node of a unique, unpacked expression with room for `extra` more arguments; copies when shared or full.
NormalNode* editable(Expr& expr, std::size_t extra) {
  if (expr.is_packed()) {
    Expr list = unpack(expr);
    expr = Expr::integer(0);
    expr = std::move(list);
  }
  auto* node = static_cast<NormalNode*>(expr.node());
  const std::size_t wanted = node->size + extra;
  if (expr.unique() && wanted <= node->capacity) {
    touched(node);
    return node;
  }
  NormalNode* copy = allocate_normal(node->head, extra == 0 ? wanted : wanted + wanted / 2 + 4);
  if (expr.unique()) {
    std::memcpy(static_cast<void*>(copy->begin()), static_cast<void*>(node->begin()), node->size * sizeof(Expr));
    copy->size = node->size;
    node->size = 0;  // the handles moved
  } else {
    for (const Expr& arg : node->args()) new (copy->begin() + copy->size++) Expr(arg);
  }
  copy->refs = 1;
  expr = Expr::from_node(copy);
  return copy;
}

// Writes a number into one element of a unique packed vector when its type fits.
bool store(array::Array& values, std::int64_t at, const Expr& value) {
  if (values.dtype() == array::DType::Integer64 && value.is_small_integer()) {
    values.data<std::int64_t>()[at] = value.small_integer();
    return true;
  }
  if (values.dtype() == array::DType::Real64 && value.is_real()) {
    values.data<double>()[at] = value.real_value();
    return true;
  }
  return false;
}

ArrayNode* unique_array(const Expr& expr) {
  if (!expr.is_packed() || !expr.unique()) return nullptr;
  auto* node = static_cast<ArrayNode*>(expr.node());
  if (node->waiting != Waiting::None) return nullptr;
  return node->value.unique() ? node : nullptr;
}

}  // namespace

Expr append_argument(Expr expr, Expr value) {
  if (expr.is_packed() && unique_array(expr) == nullptr && expr.untransposed() == nullptr && expr.array().rank() == 1) {
    // A shared packed vector stays packed as well, in a buffer with room for more.
    const array::DType dtype = expr.array().dtype();
    if ((dtype == array::DType::Integer64 && value.is_small_integer()) || (dtype == array::DType::Real64 && value.is_real())) {
      array::Array values = expr.array();
      const std::int64_t size = values.shape()[0];
      if (!expr.unique()) {
        values.resize_leading(size + 1);
        store(values, size, value);
        return make_packed(std::move(values));
      }
    }
  }
  if (ArrayNode* packed = unique_array(expr); packed != nullptr && packed->value.rank() == 1) {
    const std::int64_t size = packed->value.shape()[0];
    const bool fits = (packed->value.dtype() == array::DType::Integer64 && value.is_small_integer()) ||
                      (packed->value.dtype() == array::DType::Real64 && value.is_real());
    if (fits) {
      packed->value.resize_leading(size + 1);
      store(packed->value, size, value);
      packed->elements = Expr::integer(0);
      touched(packed);
      return expr;
    }
  }
  const KeepStamp stamp(expr, value);
  NormalNode* node = editable(expr, 1);
  new (node->begin() + node->size) Expr(std::move(value));
  ++node->size;
  stamp.apply(expr);
  return expr;
}

Expr prepend_argument(Expr expr, Expr value) {
  const KeepStamp stamp(expr, value);
  NormalNode* node = editable(expr, 1);
  std::memmove(static_cast<void*>(node->begin() + 1), static_cast<void*>(node->begin()), node->size * sizeof(Expr));
  new (node->begin()) Expr(std::move(value));
  ++node->size;
  stamp.apply(expr);
  return expr;
}

Expr replace_argument(Expr expr, std::size_t index, Expr value) {
  if (expr.is_packed() && expr.array().rank() == 1) {
    auto* packed = static_cast<ArrayNode*>(expr.node());
    const bool fits = (packed->value.dtype() == array::DType::Integer64 && value.is_small_integer()) ||
                      (packed->value.dtype() == array::DType::Real64 && value.is_real());
    if (fits) {
      if (!expr.unique()) {
        expr = make_packed(packed->value.clone());
        packed = static_cast<ArrayNode*>(expr.node());
      }
      packed->value.make_unique();
      store(packed->value, static_cast<std::int64_t>(index), value);
      packed->elements = Expr::integer(0);
      touched(packed);
      return expr;
    }
  }
  const KeepStamp stamp(expr, value);
  NormalNode* node = editable(expr, 0);
  node->begin()[index] = std::move(value);
  stamp.apply(expr);
  return expr;
}

bool store_element(Expr& list, std::int64_t position, const Expr& value) {
  if (!list.unique()) return false;
  const auto index = [position](std::int64_t length) { return position < 0 ? length + position : position - 1; };
  if (list.is_packed()) {
    auto* node = static_cast<ArrayNode*>(list.node());
    array::Array& values = node->value;
    if (node->waiting != Waiting::None || values.rank() != 1 || !values.unique()) return false;
    const std::int64_t length = values.shape()[0];
    const std::int64_t at = index(length);
    if (at < 0 || at >= length || !store(values, at, value)) return false;
    if (!node->elements.is_small_integer()) node->elements = Expr::integer(0);
    touched(node);
    return true;
  }
  if (list.kind() != Kind::Normal || !list.is_list() || list.node()->stamp != definition_epoch || !is_settled(value) || value.is_symbol()) return false;
  auto* node = static_cast<NormalNode*>(list.node());
  const std::int64_t at = index(node->size);
  if (at < 0 || at >= static_cast<std::int64_t>(node->size)) return false;
  node->begin()[at] = value;
  node->hash = 0;  // the list stays as evaluated as it was
  return true;
}

bool set_packed_element(Expr& packed, std::span<const Expr> positions, const Expr& value) {
  const array::Array& a = packed.array();
  if (a.rank() != static_cast<int>(positions.size())) return false;
  const bool fits = (a.dtype() == array::DType::Integer64 && value.is_small_integer()) || (a.dtype() == array::DType::Real64 && value.is_real());
  if (!fits) return false;
  std::int64_t flat = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::int64_t extent = a.shape()[static_cast<int>(i)];
    std::int64_t at = positions[i].is_small_integer() ? positions[i].small_integer() : 0;
    at = at < 0 ? extent + at : at - 1;
    if (at < 0 || at >= extent) return false;
    flat = flat * extent + at;
  }
  if (!packed.unique()) packed = make_packed(a.clone());
  auto* node = static_cast<ArrayNode*>(packed.node());
  node->value.make_unique();
  store(node->value, flat, value);
  node->elements = Expr::integer(0);
  touched(node);
  return true;
}

Expr take_argument(Expr& expr, std::size_t index) {
  if (expr.kind() == Kind::Normal && expr.unique()) {
    Expr& slot = static_cast<NormalNode*>(expr.node())->begin()[index];
    Expr taken = std::move(slot);
    slot = Expr::integer(0);
    const std::uint32_t stamp = expr.node()->stamp;
    touched(expr.node());
    if (expr.is_list()) expr.node()->stamp = stamp;  // a list with a 0 in that place is as evaluated as before
    return taken;
  }
  return expr[index];
}

Expr append_to_string(Expr string, std::string_view tail) {
  if (!string.unique()) {
    const std::string& old = string.string_value();
    std::string text;
    text.reserve(old.size() + tail.size());
    text.append(old).append(tail);
    return Expr::string(std::move(text));
  }
  auto* node = static_cast<StringNode*>(string.node());
  count_content(counted(node->value.size() + tail.size()) - counted(node->value.size()));
  node->value.append(tail);
  node->characters = -1;
  touched(node);
  return string;
}

}  // namespace lykos
