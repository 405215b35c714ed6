// held.h - unevaluated arguments of builtins such as Do, Module and Which: an expression, or a piece of a compiled body with the
// values of its variables. A builtin written for HeldCall (held_fn in its row) serves both, and its loops run compiled.
#pragma once

#include <optional>
#include <string_view>

#include "evaluator/code.h"
#include "evaluator/evaluator.h"

namespace lykos {

/// One unevaluated argument or a part of it. Refers to what it was made from, which must outlive it.
class Held {
 public:
  explicit Held(const Expr& expr) : expr_(expr) {}
  Held(const Code& code, const Bindings& bindings);
  Expr evaluate() const;
  bool test() const;                            ///< whether it evaluates to True
  Expr expr() const;                            ///< as it stands, variables put in
  bool has_head(KnownSymbol head) const;
  bool has_head(KnownSymbol head, std::size_t count) const { return has_head(head) && size() == count; }
  std::size_t size() const;                     ///< number of arguments
  Held operator[](std::size_t index) const;     ///< an argument
  MaybeExpr symbol() const;                     ///< when it is a symbol
  const Code* code() const { return code_; }
  const Bindings* bindings() const { return bindings_; }
  /// The same with the variables put in when a sequence among them changes the number of arguments.
  Held spliced() const;

 private:
  const Code* code_ = nullptr;
  const Bindings* bindings_ = nullptr;
  Expr expr_;
};

/// A held argument that is going to be evaluated many times: compiled first when it is an expression.
class Repeated {
 public:
  /// With `body` the value may be the marker of leaving.h: what runs the body of a loop looks for it.
  explicit Repeated(const Held& held, bool body = false);
  Expr evaluate() const { return trace_hook != nullptr ? run_as_expression(*code_, *bindings_) : run_code(*code_, *bindings_); }
  /// Whether it evaluates to True.
  bool test() const;

 private:
  std::unique_ptr<Body> own_;
  Bindings none_{0};
  const Code* code_;
  const Bindings* bindings_;
};

/// A call of a builtin that holds all its arguments.
class HeldCall {
 public:
  HeldCall(const Builtin& builtin, const Expr& head, std::span<const Expr> args) : builtin_(builtin), head_(head), args_(args), size_(args.size()) {}
  HeldCall(const Builtin& builtin, const Code& code, const Bindings& bindings)
      : builtin_(builtin), head_(code.children[0].source), code_(&code), bindings_(&bindings), size_(code.children.size() - 1) {}
  std::size_t size() const { return size_; }
  Held operator[](std::size_t index) const {
    return code_ != nullptr ? Held(code_->children[index + 1], *bindings_) : Held(args_[index]);
  }
  const Expr& head() const { return head_; }
  Expr expr() const;
  std::nullopt_t message(std::string_view tag, std::initializer_list<Expr> args = {}) const;
  /// The piece of compiled body this call is, if it is one.
  const Code* code() const { return code_; }
  const Bindings* bindings() const { return bindings_; }

 private:
  const Builtin& builtin_;
  const Expr& head_;
  std::span<const Expr> args_;
  const Code* code_ = nullptr;
  const Bindings* bindings_ = nullptr;
  std::size_t size_;
};

}  // namespace lykos
