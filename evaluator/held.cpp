// held.cpp - see held.h.
#include "evaluator/held.h"

#include <algorithm>

#include "evaluator/operand.h"
#include "expr/symbol.h"

namespace lykos {

Held::Held(const Code& code, const Bindings& bindings) {
  if (code.kind == Code::Kind::Variable) {
    const auto slot = static_cast<std::size_t>(code.slot);
    expr_ = bindings.set[slot] ? bindings.value(slot) : code.source;
    return;
  }
  if (code.constant) expr_ = code.source;
  code_ = &code;
  bindings_ = &bindings;
}

Expr Held::evaluate() const { return code_ != nullptr ? run_code(*code_, *bindings_) : lykos::evaluate(expr_); }

static bool evaluates_to_true(const Code& code, const Bindings& bindings) {
  Operand value;
  evaluate_operand(code, bindings, value);
  return value.kind() == Operand::Kind::True;
}

bool Held::test() const { return code_ != nullptr ? evaluates_to_true(*code_, *bindings_) : lykos::evaluate(expr_).is_true(); }

Expr Held::expr() const { return code_ != nullptr && !code_->constant ? instantiate(*code_, *bindings_) : expr_; }

bool Held::has_head(KnownSymbol head) const {
  if (code_ == nullptr || code_->constant) return expr_.has_head(head);
  return !code_->children.empty() && code_->children[0].constant && code_->children[0].source.is(head);
}

std::size_t Held::size() const {
  if (code_ == nullptr || code_->constant) return expr_.size();
  return code_->children.empty() ? 0 : code_->children.size() - 1;
}

Held Held::operator[](std::size_t index) const {
  if (code_ == nullptr) return Held(expr_[index]);
  if (index + 1 < code_->children.size()) return Held(code_->children[index + 1], *bindings_);
  return Held(expr_[index]);  // a constant that was not taken apart
}

MaybeExpr Held::symbol() const {
  if (code_ != nullptr && !code_->constant) return std::nullopt;
  return expr_.is_symbol() ? MaybeExpr(expr_) : std::nullopt;
}

Held Held::spliced() const {
  if (code_ == nullptr || code_->constant) return *this;
  for (const Code& child : code_->children) {
    if (child.kind != Code::Kind::Variable) continue;
    const auto slot = static_cast<std::size_t>(child.slot);
    if (bindings_->set[slot] && bindings_->value(slot).has_head(sym::Sequence)) return Held(expr());
  }
  return *this;
}

Repeated::Repeated(const Held& held, bool body) {
  if (held.code() != nullptr) {
    code_ = held.code();
    bindings_ = held.bindings();
    return;
  }
  own_ = std::make_unique<Body>();
  own_->form.value = held.expr();
  own_->statement = body;
  code_ = &own_->code();
  bindings_ = &none_;
}

bool Repeated::test() const { return trace_hook != nullptr ? evaluate().is_true() : evaluates_to_true(*code_, *bindings_); }

Expr HeldCall::expr() const { return code_ != nullptr ? instantiate(*code_, *bindings_) : make_normal(head_, args_); }

std::nullopt_t HeldCall::message(std::string_view tag, std::initializer_list<Expr> args) const {
  lykos::message(head_, tag, args);
  return std::nullopt;
}

}  // namespace lykos
