// quick_tests.cpp - the structural predicates used most in pattern tests (x_?NumberQ).
#include "evaluator/matcher/quick_tests.h"

#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

struct QuickTest {
  KnownSymbol name;
  bool (*test)(const Expr&);
};

bool is_even(const Expr& e) { return e.is_small_integer() ? e.small_integer() % 2 == 0 : e.is_integer() && !e.big_integer().is_odd(); }

const QuickTest kTests[] = {
    {sym::IntegerQ, [](const Expr& e) { return e.is_integer(); }},
    {sym::NumberQ, [](const Expr& e) { return e.is_number(); }},
    {sym::StringQ, [](const Expr& e) { return e.is_string(); }},
    {sym::AtomQ, [](const Expr& e) { return e.is_atom() || e.is_association(); }},
    {sym::ListQ, [](const Expr& e) { return e.is_list(); }},
    {sym::AssociationQ, [](const Expr& e) { return e.is_association(); }},
    {sym::EvenQ, [](const Expr& e) { return e.is_integer() && is_even(e); }},
    {sym::OddQ, [](const Expr& e) { return e.is_integer() && !is_even(e); }},
    {sym::TrueQ, [](const Expr& e) { return e.is_true(); }},
    {sym::MachineNumberQ, [](const Expr& e) { return e.is_real() || (e.is_complex() && e.re().is_real()); }},
};

}  // namespace

int quick_test_index(const Expr& function) {
  if (!function.is_symbol()) return 0;
  int index = 1;
  for (const QuickTest& test : kTests) {
    if (function.is(test.name)) return index;
    ++index;
  }
  return 0;
}

bool run_quick_test(int index, const Expr& expr) { return kTests[index - 1].test(expr); }

}  // namespace lykos
