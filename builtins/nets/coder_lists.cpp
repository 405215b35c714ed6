// Lists of encoded things: the coder of {"Varying", NetEncoder[...]}, and of ports of operators that apply a net with coders to each element.
#include <cstring>
#include <memory>

#include "builtins/nets/coders.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "evaluator/evaluator.h"
#include "nets/layers/operators.h"

namespace lykos::builtins {
namespace {

class ListCoder final : public Coder {
 public:
  ListCoder(std::shared_ptr<const Coder> inner, std::vector<nets::Extent> levels)
      : Coder(inner->is_decoder(), "List", specification_of(*inner, levels)), inner_(std::move(inner)), levels_(std::move(levels)) {}

  nets::PortType type() const override { return nets::with_levels(levels_, inner_->type()); }
  int list_depth() const override { return inner_->list_depth() + static_cast<int>(levels_.size()); }
  bool encodes_numbers() const override { return inner_->encodes_numbers(); }
  // One example is a list whose elements are single things.
  bool is_single(const Expr& data) const override { return single(data, 0); }

  std::optional<array::Array> encode(const Expr& value, std::string& problem) const override { return encode_level(value, 0, problem); }

  MaybeExpr decode(const array::Array& values, const Expr& property, std::string& problem) const override { return decode_level(values, 0, property, problem); }
  std::vector<std::string> properties() const override { return inner_->properties(); }
  MaybeExpr parameter(std::string_view name) const override { return inner_->parameter(name); }
  std::vector<std::string> parameter_names() const override { return inner_->parameter_names(); }
  std::shared_ptr<const Coder> converse() const override {
    const auto other = inner_->converse();
    return other ? std::make_shared<ListCoder>(other, levels_) : nullptr;
  }
  Expr at_port() const override {
    const Expr written = specification();
    std::vector<Expr> items(written.args().begin(), written.args().end());
    return make_list(std::move(items));
  }

 private:
  static Expr specification_of(const Coder& inner, const std::vector<nets::Extent>& levels) {
    std::vector<Expr> items;
    for (const nets::Extent& e : levels) items.push_back(e.known() ? Expr::integer(e.size()) : e.is_varying() ? Expr::string(nets::length_name(e)) : Expr(sym::Automatic));
    items.push_back(inner.constructor());
    return make_list(std::move(items));
  }

  bool single(const Expr& data, std::size_t level) const {
    if (level == levels_.size()) return inner_->is_single(data);
    return data.is_list() && (data.size() == 0 || single(data[0], level + 1));
  }

  std::optional<array::Array> encode_level(const Expr& value, std::size_t level, std::string& problem) const {
    if (level == levels_.size()) return inner_->encode(value, problem);
    if (!value.is_list() || value.size() == 0) {
      problem = "should be a list of things to encode; " + short_text(value) + " is not";
      return std::nullopt;
    }
    if (levels_[level].known() && levels_[level].size() != static_cast<std::int64_t>(value.size())) {
      problem = "should be a list of length " + std::to_string(levels_[level].size()) + "; " + short_text(value) + " is not";
      return std::nullopt;
    }
    std::optional<array::Array> all;
    std::int64_t done = 0;
    for (const Expr& element : value.args()) {
      auto one = encode_level(element, level + 1, problem);
      if (!one) return std::nullopt;
      if (!all) {
        array::Shape shape = one->shape();
        shape.insert(0, static_cast<std::int64_t>(value.size()));
        all.emplace(one->dtype(), shape);
      } else if (one->element_count() * static_cast<std::int64_t>(value.size()) != all->element_count() || one->dtype() != all->dtype()) {
        problem = "contains things that become arrays of different sizes";
        return std::nullopt;
      }
      std::memcpy(static_cast<std::byte*>(all->bytes()) + done, one->bytes(), static_cast<std::size_t>(one->byte_count()));
      done += one->byte_count();
    }
    return all;
  }

  MaybeExpr decode_level(const array::Array& values, std::size_t level, const Expr& property, std::string& problem) const {
    if (level == levels_.size()) return inner_->decode(values, property, problem);
    std::vector<Expr> items;
    for (std::int64_t i = 0; i < values.shape()[0]; ++i) {
      auto one = decode_level(values.part(i), level + 1, property, problem);
      if (!one) return std::nullopt;
      items.push_back(std::move(*one));
    }
    return make_list(std::move(items));
  }

  std::shared_ptr<const Coder> inner_;
  std::vector<nets::Extent> levels_;
};

}  // namespace

std::shared_ptr<const nets::PortCoder> Coder::repeated(const std::vector<nets::Extent>& levels) const {
  // Coders are immutable and their specification says all there is to them.
  const auto inner = as_coder(evaluate(constructor()));
  return inner && !levels.empty() ? std::make_shared<ListCoder>(inner, levels) : nullptr;
}

Expr Coder::at_port() const { return constructor(); }

}  // namespace lykos::builtins
