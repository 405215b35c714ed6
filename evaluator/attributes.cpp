// attributes.cpp - names of attributes.
#include "evaluator/attributes.h"

#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

struct Name {
  KnownSymbol symbol;
  Attributes bits;
};
// Alphabetical, which is the order Attributes[] prints them in.
const Name kNames[] = {
    {sym::Constant, kConstant},           {sym::Flat, kFlat},
    {sym::HoldAll, kHoldAll},             {sym::HoldAllComplete, kHoldAllComplete},
    {sym::HoldFirst, kHoldFirst},         {sym::HoldRest, kHoldRest},
    {sym::Listable, kListable},           {sym::Locked, kLocked},
    {sym::NHoldAll, kNHoldAll},           {sym::NHoldFirst, kNHoldFirst},
    {sym::NHoldRest, kNHoldRest},         {sym::NumericFunction, kNumericFunction},
    {sym::OneIdentity, kOneIdentity},     {sym::Orderless, kOrderless},
    {sym::Protected, kProtected},         {sym::ReadProtected, kReadProtected},
    {sym::SequenceHold, kSequenceHold},   {sym::Stub, kStub},
    {sym::Temporary, kTemporary},
};

}  // namespace

Expr attributes_to_list(Attributes attributes) {
  std::vector<Expr> names;
  for (const Name& name : kNames) {
    if ((attributes & name.bits) != name.bits) continue;
    const bool part_of_all = ((name.bits == kHoldFirst || name.bits == kHoldRest) && (attributes & kHoldAll) == kHoldAll) ||
                             ((name.bits == kNHoldFirst || name.bits == kNHoldRest) && (attributes & kNHoldAll) == kNHoldAll);
    if (!part_of_all) names.emplace_back(name.symbol);
  }
  return make_list(std::move(names));
}

Attributes attribute_bits(const Expr& symbol) {
  for (const Name& name : kNames)
    if (symbol.is(name.symbol)) return name.bits;
  return kNoAttributes;
}

Attributes attributes_of(const Expr& symbol) { return symbol.is_symbol() ? symbol.symbol_node().attributes : kNoAttributes; }

}  // namespace lykos
