// net_expr.h - nets and coders as expressions: atomic, immutable, equal when built the same way.
#pragma once

#include <memory>
#include <string>

#include "expr/expr.h"
#include "nets/net.h"

namespace lykos::builtins {

class Coder;
struct DirectCall;

/// A layer, chain or graph. Head is its constructor, InputForm a constructor call that rebuilds it.
class NetExpr final : public OpaqueNode {
 public:
  explicit NetExpr(nets::Net net) : net_(std::move(net)), head_(Expr::symbol(net_.head())) {}
  const nets::Net& net() const { return net_; }
  /// What repeated calls of a small net keep (net_evaluate.cpp).
  std::shared_ptr<DirectCall>& direct_call() const { return direct_call_; }
  /// Calls with a single argument so far, at most `limit`.
  int count_call(int limit) const { return calls_ < limit ? ++calls_ : limit; }

  Expr head() const override { return head_; }
  bool equals(const OpaqueNode& other) const override;
  std::uint64_t hash_value() const override;
  std::string summary() const override;
  std::string input_form() const override;
  MaybeExpr reconstruct() const override;

 private:
  nets::Net net_;
  Expr head_;   // asked for at every call
  mutable std::shared_ptr<DirectCall> direct_call_;
  mutable int calls_ = 0;
};

/// A NetEncoder or NetDecoder.
class CoderExpr final : public OpaqueNode {
 public:
  explicit CoderExpr(std::shared_ptr<const Coder> coder) : coder_(std::move(coder)) {}
  const std::shared_ptr<const Coder>& coder() const { return coder_; }

  Expr head() const override;
  bool equals(const OpaqueNode& other) const override;
  std::uint64_t hash_value() const override;
  std::string summary() const override;
  std::string input_form() const override;
  MaybeExpr reconstruct() const override;

 private:
  std::shared_ptr<const Coder> coder_;
};

Expr wrap_net(nets::Net net);
/// The net of an expression, or null when it is none.
const nets::Net* as_net(const Expr& expr);
Expr wrap_coder(std::shared_ptr<const nets::PortCoder> coder);
/// The coder of an expression, or null.
std::shared_ptr<const Coder> as_coder(const Expr& expr);

/// The constructor symbol of a net.
Expr head_symbol(const nets::Net& net);
/// A constructor call that evaluates to an equal net (unevaluated).
Expr constructor_expression(const nets::Net& net);

}  // namespace lykos::builtins
