// generator.h - random expressions for property tests; the same ones for the same seed everywhere.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "expr/expr.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos::properties {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}
  // Not std::uniform_int_distribution: its values differ between standard libraries.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  std::int64_t integer(std::int64_t low, std::int64_t high) { return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1))); }

  Expr symbol() {
    static const char* const kNames[] = {"a", "b", "c", "x", "y", "z"};
    return Expr::symbol(kNames[below(std::size(kNames))]);
  }
  Expr number() {
    switch (below(6)) {
      case 0: return divide(Expr::integer(integer(-9, 9)), Expr::integer(integer(2, 9)));
      case 1: return Expr::real(static_cast<double>(integer(-1000, 1000)) / 64);
      case 2: return make_complex(Expr::integer(integer(-5, 5)), Expr::integer(integer(1, 5)));
      case 3: return Expr::integer(Integer::from_digits("123456789012345678901234567890"));
      default: return Expr::integer(integer(-20, 20));
    }
  }
  Expr leaf() {
    switch (below(5)) {
      case 0:
      case 1: return symbol();
      case 2: return Expr::string(below(2) == 0 ? "s" : "a \"quoted\"\n line");
      default: return number();
    }
  }
  /// Anything: operators, functions, lists, patterns. Products and quotients are written in a normal form of their own, so trees
  /// that are to come back exactly are made without `arithmetic`.
  Expr expression(int depth, bool arithmetic) {
    // Without arithmetic there are no rationals and complex numbers either: the parser makes quotients and sums of them.
    if (depth == 0 || below(6) == 0) {
      if (arithmetic || below(3) != 0) return arithmetic ? leaf() : symbol();
      return below(3) == 0 ? Expr::string("a \"quoted\"\n line") : below(2) == 0 ? Expr::real(static_cast<double>(integer(-99, 99)) / 8) : Expr::integer(integer(-20, 20));
    }
    static const KnownSymbol kArithmetic[] = {sym::Plus, sym::Times, sym::Power, sym::Subtract, sym::Divide};
    static const KnownSymbol kBinary[] = {sym::Rule, sym::RuleDelayed, sym::Equal, sym::Less, sym::And, sym::Or, sym::Set,
                                          sym::SetDelayed, sym::Condition, sym::Alternatives, sym::ReplaceAll, sym::Map, sym::Apply, sym::Dot,
                                          sym::NonCommutativeMultiply, sym::StringJoin, sym::CompoundExpression, sym::Span, sym::SameQ, sym::PatternTest,
                                          sym::StringExpression, sym::MapApply};
    static const KnownSymbol kUnary[] = {sym::Not, sym::Function, sym::Factorial, sym::Sqrt, sym::Repeated, sym::Increment, sym::PreDecrement, sym::Hold};
    const auto sub = [&] { return expression(depth - 1, arithmetic); };
    switch (below(8)) {
      case 0:
        if (arithmetic) return make_normal(kArithmetic[below(std::size(kArithmetic))], {sub(), sub()});
        [[fallthrough]];
      case 1:
      case 2: return make_normal(kBinary[below(std::size(kBinary))], {sub(), sub()});
      case 3: return make_normal(kUnary[below(std::size(kUnary))], {sub()});
      case 4: return make_list({sub(), sub(), sub()});
      case 5: return make_normal(symbol(), {sub(), sub()});
      case 6: return make_normal(sym::Pattern, {symbol(), below(2) == 0 ? make_normal(sym::Blank, std::initializer_list<Expr>{}) : sub()});
      default: return make_normal(below(2) == 0 ? Expr(sym::Part) : make_normal(symbol(), {sub()}), {sub(), sub()});
    }
  }
  /// A polynomial in x and y that is not expanded.
  Expr polynomial(int depth) {
    if (depth == 0) return below(2) == 0 ? Expr::symbol(below(2) == 0 ? "x" : "y") : Expr::integer(integer(-4, 4));
    switch (below(4)) {
      case 0: return make_normal(sym::Power, {polynomial(depth - 1), Expr::integer(integer(2, 3))});
      case 1: return make_normal(sym::Times, {polynomial(depth - 1), polynomial(depth - 1)});
      default: return make_normal(sym::Plus, {polynomial(depth - 1), polynomial(depth - 1)});
    }
  }
  Expr list(std::size_t length) {
    std::vector<Expr> elements;
    for (std::size_t i = 0; i < length; ++i) elements.push_back(below(4) == 0 ? make_list({leaf(), leaf()}) : leaf());
    return make_list(std::move(elements));
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace lykos::properties
